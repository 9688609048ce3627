/** What the two halves of the ingest say to each other. */
import type { DirectorySnapshot } from './directory.ts'
import type { NameKind, NameRow } from './names.ts'
import type { Committed } from './pipeline.ts'
import type { SlotMemory } from './slot.ts'

export interface WorkerOptions {
  readonly journalFile: string
  readonly maxJournalBytes: number
  readonly quarantineBytesPerDevice: number
  readonly maxPayloadBytes: number
  /** Entries behind the index at which it is brought up between two batches. */
  readonly indexEvery: number
  readonly slots: readonly SlotMemory[]
  readonly counters: SharedArrayBuffer
}

export type ToWorker =
  /** Store this slot. */
  | { readonly type: 'store'; readonly slot: number; readonly count: number }
  | { readonly type: 'names'; readonly kind: NameKind; readonly rows: readonly NameRow[] }
  | { readonly type: 'directory'; readonly snapshot: DirectorySnapshot }
  | { readonly type: 'forgetSession'; readonly device: number }
  | { readonly type: 'close' }

export type FromWorker =
  | {
      readonly type: 'opened'
      readonly devices: readonly NameRow[]
      readonly patients: readonly NameRow[]
    }
  | ({ readonly type: 'committed' } & Committed)
  /** The journal takes nothing; the same slot is tried again until it does. `code` is SQLite's or an error's name. */
  | {
      readonly type: 'failing'
      readonly code: string
      readonly attempt: number
      readonly retryAfterMs: number
    }
  | { readonly type: 'recovered'; readonly attempts: number }
