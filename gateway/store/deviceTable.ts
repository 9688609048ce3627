/** Devices, bridges and the sensors behind bridges: the row, and what may be shown of it. */
import { type Static, Type } from 'typebox'
import { Identifier } from './identifier.ts'

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  description: string,
) => Type.Union([schema, Type.Null()], { description })

export const DEVICE_KINDS = ['device', 'bridge', 'sensor'] as const

/** A device speaks for itself, a bridge for the sensors around it, a sensor only through its bridge. */
export const DeviceKind = Type.Enum([...DEVICE_KINDS], { description: DEVICE_KINDS.join(', ') })
export type DeviceKind = Static<typeof DeviceKind>

export const DeviceTable = Type.Object({
  id: Identifier,
  kind: DeviceKind,
  label: Type.String(),
  prefix: Type.Union([Type.String(), Type.Null()]),
  bridgeId: Type.Union([Identifier, Type.Null()]),
  address: Type.Union([Type.String(), Type.Null()]),
  messagesPerSecond: Type.Union([Type.Integer(), Type.Null()]),
  intervalS: Type.Union([Type.Integer(), Type.Null()]),
  /** SHA-256 of the token, hex. */
  tokenHash: Type.Union([Type.String(), Type.Null()]),
  /** 0 or 1. */
  certificateAllowed: Type.Integer(),
  certificateFingerprint: Type.Union([Type.String(), Type.Null()]),
  credentialVersion: Type.Integer(),
  createdAtMs: Type.Integer(),
  revokedAtMs: Type.Union([Type.Integer(), Type.Null()]),
})
export type DeviceTable = Static<typeof DeviceTable>

export const DeviceCertificate = Type.Object(
  {
    fingerprint: Nullable(
      Type.String({ pattern: '^[0-9a-f]{64}$' }),
      'SHA-256 of the one certificate that is good, 64 lower-case hex digits; null: any of our authority whose common name is the device id',
    ),
  },
  { additionalProperties: false },
)
export type DeviceCertificate = Static<typeof DeviceCertificate>

/** A device as shown: no secret in it. */
export const Device = Type.Object({
  id: Identifier,
  kind: DeviceKind,
  label: Type.String(),
  prefix: Nullable(Type.String(), 'Where a bridge publishes; null for others'),
  bridgeId: Nullable(Identifier, 'The bridge that a sensor is heard by; null for others'),
  address: Nullable(Type.String(), 'MAC of a sensor, 12 lower-case hex digits; null for others'),
  messagesPerSecond: Nullable(
    Type.Integer(),
    "Before its connection is made to wait; null: the gateway's default, 0: no limit",
  ),
  intervalS: Nullable(Type.Integer(), 'Seconds between its messages; null: unknown'),
  hasToken: Type.Boolean(),
  certificate: Nullable(DeviceCertificate, 'Which client certificate lets it in; null: none'),
  credentialVersion: Type.Integer({ description: 'Grows when its token is renewed or the device revoked' }),
  createdAtMs: Type.Integer(),
  revokedAtMs: Nullable(Type.Integer(), 'Since when it is let in no more'),
})
export type Device = Static<typeof Device>

export function deviceOfRow(row: DeviceTable): Device {
  const { tokenHash, certificateAllowed, certificateFingerprint, ...shown } = row
  return {
    ...shown,
    hasToken: tokenHash !== null,
    certificate: certificateAllowed === 1 ? { fingerprint: certificateFingerprint } : null,
  }
}
