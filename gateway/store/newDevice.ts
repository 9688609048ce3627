/** What it takes to register a device: one schema for all kinds, then the rules of each kind. */
import { type Static, Type } from 'typebox'
import { check, invalid } from './check.ts'
import { DeviceCertificate, DeviceKind } from './deviceTable.ts'
import { checkIdentifier, Identifier } from './identifier.ts'
import { writtenLabel } from './writtenName.ts'

export const NewDevice = Type.Object(
  {
    id: Identifier,
    kind: DeviceKind,
    label: Type.Optional(
      writtenLabel(80, {
        description: 'Where it is or what it is: at most 80 characters, no control characters',
      }),
    ),
    prefix: Type.Optional(
      Type.Union(
        [Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*$' }), Type.Null()],
        {
          description:
            "only of a bridge: topic levels of A-Z a-z 0-9 . _ : - with '/' between them, at most 128 characters, not below v1",
        },
      ),
    ),
    bridgeId: Type.Optional(
      Type.Union([Identifier, Type.Null()], {
        description: 'only of a sensor: the id of a registered bridge',
      }),
    ),
    address: Type.Optional(
      Type.Union([Type.String({ pattern: '^([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}$' }), Type.Null()], {
        description: 'only of a sensor: its MAC, 12 hex digits with or without colons',
      }),
    ),
    messagesPerSecond: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()], {
        description: '0 (no limit) to 1000000',
      }),
    ),
    intervalS: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 31_536_000 }), Type.Null()], {
        description: '1 to 31536000 seconds',
      }),
    ),
    certificate: Type.Optional(
      Type.Union([DeviceCertificate, Type.Null()], {
        description:
          'null, or a fingerprint: SHA-256 in 64 lower-case hex digits, or null for any of our authority',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewDevice = Static<typeof NewDevice>

function only(kind: string, field: string, value: unknown, given: NewDevice): void {
  if (value === undefined || value === null || given.kind === kind) return
  throw invalid(field, `only for kind ${kind}, not for ${given.kind}`)
}

/** Below `v1/` devices speak for themselves; below `$` the broker does. */
function checkPrefix(prefix: string): void {
  if (prefix === 'v1' || prefix.startsWith('v1/')) throw invalid('prefix', 'not below v1', prefix)
}

/** @throws Failure invalidRequest */
export function checkNewDevice(input: unknown): asserts input is NewDevice {
  check(NewDevice, input)
  checkIdentifier('id', input.id)
  only('bridge', 'prefix', input.prefix, input)
  only('sensor', 'bridgeId', input.bridgeId, input)
  only('sensor', 'address', input.address, input)
  if (input.kind === 'bridge') checkPrefix(input.prefix ?? input.id)
  if (input.kind !== 'sensor') return
  if (!input.bridgeId) throw invalid('bridgeId', 'the id of a registered bridge')
  if (!input.address) throw invalid('address', 'the MAC of the sensor')
  if (input.certificate) throw invalid('certificate', 'none for a sensor: its bridge connects')
}

/** 12 lower-case hex digits. */
export function normalAddress(address: string): string {
  return address.replaceAll(/[:-]/g, '').toLowerCase()
}
