/** The wire formats that are understood, by the channel they come in on: a new dialect is one file and one row. */
import type { Codec } from './codec.ts'
import { createBridgeCodec } from './codecs/bridge.ts'
import { createGattCodec } from './codecs/gatt.ts'
import { createNativeCodec } from './codecs/native.ts'
import { createSenmlCodec } from './codecs/senml.ts'
import { CHANNEL } from './topic.ts'
import { createUnits } from './units.ts'

/** @returns indexed by CHANNEL; none where the channel itself is the refusal */
export function createCodecs(): readonly (Codec | undefined)[] {
  const units = createUnits()
  const codecs: (Codec | undefined)[] = []
  codecs[CHANNEL.native] = createNativeCodec(units)
  codecs[CHANNEL.senml] = createSenmlCodec(units)
  codecs[CHANNEL.gatt] = createGattCodec(units)
  codecs[CHANNEL.bridge] = createBridgeCodec(units)
  return codecs
}

/** Hold no state but what they learnt of units and of the day, which changes no result. */
export const CODECS = createCodecs()
