/** Tells a device what of its payloads was refused: on its own error topic, without any value of it. */
import { type Static, Type } from 'typebox'
import type { Broker } from '../broker/broker.ts'
import { REFUSAL_CODES } from '../devices/refusal.ts'
import { errorsTopic } from '../devices/topic.ts'
import type { Log } from './log.ts'
import type { RefusalNotice } from './reading/pipeline.ts'

/** What arrives on `v1/{deviceId}/errors`. */
export const DeviceError = Type.Object({
  code: Type.Enum([...REFUSAL_CODES]),
  field: Type.String({ description: "Path of the field; '' is the payload as a whole" }),
  reason: Type.String(),
  topic: Type.String({ description: 'Where the payload was published' }),
  receivedAt: Type.String({ format: 'date-time' }),
  position: Type.Integer({ description: 'Where it lies in quarantine' }),
})
export type DeviceError = Static<typeof DeviceError>

export interface TellDevicesOptions {
  readonly idOf: (device: number) => string
  readonly log: Log
}

export function createTellDevices({ idOf, log }: TellDevicesOptions) {
  return (broker: Pick<Broker, 'publish'>, refusals: readonly RefusalNotice[]): void => {
    for (const { sender, code, field, reason, topic, receivedAtMs, position } of refusals) {
      const error: DeviceError = {
        code,
        field,
        reason,
        topic,
        receivedAt: new Date(receivedAtMs).toISOString(),
        position,
      }
      broker.publish(errorsTopic(idOf(sender)), JSON.stringify(error), { qos: 0 }).catch((cause: unknown) => {
        log.warn({ device: idOf(sender), err: cause }, 'error topic not published')
      })
    }
  }
}
