/** How the gateway is, as a whole and part by part. */
import { type Static, Type } from 'typebox'

export const Liveness = Type.Object({
  status: Type.Literal('live'),
  version: Type.String(),
  uptimeSeconds: Type.Number(),
})
export type Liveness = Static<typeof Liveness>

export const Readiness = Type.Object({
  status: Type.Enum(['ready', 'notReady']),
  parts: Type.Array(
    Type.Object({
      name: Type.String(),
      required: Type.Boolean({ description: 'Without it the gateway is not ready' }),
      ok: Type.Boolean(),
      detail: Type.String(),
    }),
  ),
})
export type Readiness = Static<typeof Readiness>
