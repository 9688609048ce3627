/** What the store knows about itself: its revision, its gateway, and how far followers of the journal have read. */
import { type Static, Type } from 'typebox'

export const RevisionTable = Type.Object({
  /** Always 1. */
  id: Type.Integer(),
  value: Type.Integer(),
})
export type RevisionTable = Static<typeof RevisionTable>

export const GatewayTable = Type.Object({
  /** Always 1. */
  single: Type.Integer(),
  id: Type.String(),
  boundAtMs: Type.Integer(),
})
export type GatewayTable = Static<typeof GatewayTable>

export const CursorTable = Type.Object({
  name: Type.String(),
  /** Position of the last entry whose effects are stored. */
  position: Type.Integer({ minimum: 0 }),
})
export type CursorTable = Static<typeof CursorTable>
