/** A device as the API shows it, and what registering one answers. */
import { type Static, Type } from 'typebox'
import { Device as StoredDevice } from '../../store/deviceTable.ts'
import { NullableTime, Time } from './time.ts'

const { id, kind, label, prefix, bridgeId, address, messagesPerSecond, hasToken, certificate } =
  StoredDevice.properties

export const Presence = Type.Object({
  state: Type.Enum(['connected', 'disconnected']),
  since: Type.Union([Time, Type.Null()], { description: 'null: not heard of since the gateway started' }),
})
export type Presence = Static<typeof Presence>

export const Device = Type.Object({
  id,
  kind,
  label,
  prefix,
  bridgeId,
  address,
  messagesPerSecond,
  hasToken,
  certificate,
  intervalSeconds: Type.Union([Type.Integer(), Type.Null()], { description: 'null: unknown' }),
  createdAt: Time,
  revokedAt: NullableTime,
  patientId: Type.Union([Type.String(), Type.Null()], { description: 'Whose readings it gives now' }),
  presence: Presence,
  lastSeenAt: NullableTime,
  missingMessages: Type.Integer({ description: 'Sequence numbers that never came' }),
  quarantined: Type.Integer({ description: 'Payloads that were refused' }),
})
export type Device = Static<typeof Device>

export const DeviceList = Type.Object({ devices: Type.Array(Device) })
export type DeviceList = Static<typeof DeviceList>

/** Shown once; the gateway keeps only a hash of the password. */
export const Credentials = Type.Object({
  clientId: Type.String(),
  username: Type.String(),
  password: Type.String(),
  topic: Type.String({ description: 'Where its readings go' }),
})
export type Credentials = Static<typeof Credentials>

export const RegisteredDevice = Type.Object({
  device: Device,
  credentials: Type.Union([Credentials, Type.Null()], {
    description: 'null: it needs no password (a sensor, or a device with a certificate)',
  }),
})
export type RegisteredDevice = Static<typeof RegisteredDevice>
