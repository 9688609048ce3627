/** Step 3: is this message stored already, or does another one stand under its identity? */
import type { DatabaseSync } from 'node:sqlite'
import { FROM_DUP } from '../../broker/intake.ts'
import { READING_BYTES } from '../../devices/canonical.ts'
import { CHANNEL } from '../../devices/topic.ts'
import { canonicalReadings } from '../journal/body.ts'
import { ENTRY } from '../journal/flags.ts'
import type { Batch } from './batch.ts'
import type { Frame } from './frame.ts'
import type { Identity } from './identity.ts'
import type { Repeats } from './repeats.ts'

export interface IdentifyOptions {
  readonly database: DatabaseSync
  readonly identity: Identity
  readonly repeats: Repeats
}

export interface Identify {
  /**
   * Marks a conflict on the message itself.
   * @param firstPosition where the batch's first message will go
   * @returns true where the message is stored already: it is counted and not stored again
   */
  isDuplicate(batch: Batch, m: number, frame: Frame, firstPosition: number): boolean
}

export function createIdentify({ database, identity, repeats }: IdentifyOptions): Identify {
  const bodyAt = database.prepare('SELECT body FROM entry WHERE position = ?')

  function content(batch: Batch, m: number): Buffer {
    const { canonicalBytes, firstReading } = batch
    const start = canonicalBytes.byteOffset + firstReading[m] * READING_BYTES
    return Buffer.from(
      canonicalBytes.buffer as ArrayBuffer,
      start,
      (firstReading[m + 1] - firstReading[m]) * READING_BYTES,
    )
  }

  function storedContent(batch: Batch, position: number, firstPosition: number): Buffer {
    if (position >= firstPosition) return content(batch, position - firstPosition)
    const { body } = bodyAt.get(position) as { body: Uint8Array }
    return canonicalReadings(body)
  }

  function isRepeat(batch: Batch, m: number, frame: Frame, firstPosition: number): boolean {
    const device = batch.device[m]
    if (frame.channel === CHANNEL.bridge) {
      return repeats.isOverheard(device, content(batch, m).toString('latin1'), frame.receivedAtMs)
    }
    if (frame.packetId === 0) return false
    if (frame.flags & FROM_DUP) {
      const position = repeats.ofPacket(device, frame.packetId)
      if (position > 0 && storedContent(batch, position, firstPosition).equals(content(batch, m))) return true
    }
    repeats.rememberPacket(device, frame.packetId, firstPosition + m)
    return false
  }

  return {
    isDuplicate(batch, m, frame, firstPosition) {
      if (batch.flags[m] & ENTRY.untimed) return isRepeat(batch, m, frame, firstPosition)
      const device = batch.device[m]
      const atMs = batch.atMs[m]
      const sequence = batch.sequence[m]
      if (identity.mayBeKnown(device, atMs)) {
        const found = identity.candidates(device, atMs, sequence)
        if (found.length > 0) {
          const own = content(batch, m)
          if (found.some((position) => storedContent(batch, position, firstPosition).equals(own))) return true
          // without a sequence the content is part of the identity: nothing conflicts
          if (sequence >= 0) batch.flags[m] |= ENTRY.conflict
        }
      }
      identity.remember(device, atMs, sequence, firstPosition + m)
      return false
    },
  }
}
