/** What a command is given of the process it runs in. */
import type { Readable, Writable } from 'node:stream'
import type { RandomBytes } from '../store/randomId.ts'

export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** A terminal has `isTTY` and `setRawMode`. */
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results, for people or with --json for programs. */
  readonly stdout: Writable
  /** Questions, warnings and errors. */
  readonly stderr: Writable
  readonly version: string
  readonly now: () => number
  readonly randomBytes: RandomBytes
}
