/** What was refused: a page of it, and one payload with its bytes. */
import { type Static, Type } from 'typebox'
import { Identifier } from '../../store/identifier.ts'
import { PageSize } from './parameters.ts'
import { RefusedPayload } from './refusedPayload.ts'
import { Time } from './time.ts'

export const QuarantineRequest = Type.Object(
  {
    deviceId: Type.Optional(Identifier),
    before: Type.Optional(Type.Integer({ minimum: 1, description: '`nextBefore` of the page before' })),
    limit: Type.Optional(PageSize),
  },
  { additionalProperties: false },
)
export type QuarantineRequest = Static<typeof QuarantineRequest>

export const QuarantinePage = Type.Object({
  refused: Type.Array(RefusedPayload, { description: 'Newest first' }),
  nextBefore: Type.Union([Type.Integer(), Type.Null()], { description: 'null: this is the last page' }),
  overflow: Type.Array(
    Type.Object({
      deviceId: Type.String(),
      count: Type.Integer({ description: 'Refused beyond the quota, kept as hash and count' }),
      firstAt: Time,
      lastAt: Time,
    }),
  ),
})
export type QuarantinePage = Static<typeof QuarantinePage>

export const QuarantinedPayload = Type.Object({
  ...RefusedPayload.properties,
  sha256: Type.String(),
  bytes: Type.Union(
    [
      Type.Object({
        base64: Type.String(),
        hexPreview: Type.String({ description: 'The first 512 bytes, 16 a line' }),
        textPreview: Type.Union([Type.String(), Type.Null()], {
          description: 'The first 2,048 characters; null: not UTF-8',
        }),
      }),
      Type.Null(),
    ],
    { description: 'null: beyond the quota of its device, only the hash was kept' },
  ),
})
export type QuarantinedPayload = Static<typeof QuarantinedPayload>
