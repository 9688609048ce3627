/** What is known of every sender, and asked about each new message. */
import type { Directory } from './directory.ts'
import type { Identity } from './identity.ts'
import type { Lateness } from './lateness.ts'
import type { Repeats } from './repeats.ts'
import type { Sequences } from './sequences.ts'
import type { TrustTime } from './trustTime.ts'

export interface Judges {
  readonly directory: Directory
  readonly identity: Identity
  readonly trustTime: TrustTime
  readonly sequences: Sequences
  readonly lateness: Lateness
  readonly repeats: Repeats
}
