/** What the checks look at. */
import type { Config } from '../../config.ts'

export interface Installation {
  readonly config: Config
  /** DATA_DIR, absolute. */
  readonly dataDir: string
  readonly journalFile: string
  readonly storeFile: string
  /** A gateway holds the lock of the data directory. */
  readonly running: boolean
  readonly now: () => number
}
