/** The native payload: what a device publishes on `v1/{deviceId}/vitals`, as schema and as type. */
import { type Static, Type } from 'typebox'
import { MAX_READINGS } from './canonical.ts'
import { VITAL_NAMES } from './vitals.ts'

/** One vital sign as measured. */
export const Reading = Type.Object(
  {
    vital: Type.Enum(VITAL_NAMES, {
      description: 'Name of the vital sign; each once in a message, blood pressures only as a pair',
    }),
    value: Type.Optional(
      Type.Union([Type.Number(), Type.Enum(['A', 'C', 'V', 'P', 'U']), Type.Null()], {
        description:
          'A number; a letter for consciousness; may be missing only where the quality is invalid or noSignal',
      }),
    ),
    unit: Type.Optional(
      Type.String({
        maxLength: 32,
        description: 'UCUM code of the unit, or of one that converts to it; not needed for consciousness',
      }),
    ),
    quality: Type.Optional(Type.Enum(['good', 'questionable', 'invalid', 'noSignal'])),
  },
  { additionalProperties: false },
)
export type Reading = Static<typeof Reading>

/** One upload: one or more readings of one moment. */
export const Message = Type.Object(
  {
    seq: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: "The device's counter, by which a message that is sent twice is stored once",
      }),
    ),
    at: Type.Optional(Type.String({ format: 'date-time', description: 'Time of measurement, RFC 3339' })),
    readings: Type.Array(Reading, { minItems: 1, maxItems: MAX_READINGS }),
    signature: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{85}[AQgw](==)?$',
        description: 'Ed25519 over the canonical bytes of the message, base64url of 64 bytes',
      }),
    ),
  },
  { additionalProperties: false },
)
export type Message = Static<typeof Message>
