/** A wearable to be simulated, with what it needs to connect: one entry of a credentials file. */
import { type Static, Type } from 'typebox'
import { MAX_DEVICE_ID_BYTES } from '../canonical.ts'
import { KIND_NAMES } from './kinds.ts'
import { Person } from './person.ts'

const Id = Type.String({ minLength: 1, maxLength: MAX_DEVICE_ID_BYTES })
const Kind = Type.Enum(KIND_NAMES)

/** What one wearable on one body is. */
const Worn = {
  kind: Kind,
  person: Type.Optional(Person),
  intervalMs: Type.Optional(Type.Integer({ minimum: 100 })),
  clockSkewMs: Type.Optional(Type.Integer()),
}

export const RelayedSensor = Type.Object({
  ...Worn,
  address: Type.String({ pattern: '^[0-9A-F]{12}$', description: 'MAC without colons' }),
})
export type RelayedSensor = Static<typeof RelayedSensor>

export const Credential = Type.Union([
  Type.Object({ id: Id, token: Type.String({ minLength: 1 }), ...Worn }),
  Type.Object({
    id: Id,
    token: Type.String({ minLength: 1 }),
    kind: Type.Literal('bridge'),
    prefix: Type.String({ minLength: 1 }),
    sensors: Type.Array(RelayedSensor, { minItems: 1 }),
  }),
])
export type Credential = Static<typeof Credential>
