/** What all lanes of a broker share. */
import type { AckArena } from './ackArena.ts'
import type { Admission } from './admission.ts'
import type { Authorization } from './authorize.ts'
import type { FrameHeader, PublishPlaces } from './frameHeader.ts'
import type { Intake } from './intake.ts'
import type { Limits } from './limits.ts'
import type { HeaderChecks } from './partialFrame.ts'
import type { Authenticate, PresenceState } from './ports.ts'
import type { RefusedPacket } from './refusedPacket.ts'
import type { Sessions } from './sessions.ts'

export interface LaneHost {
  readonly intake: Intake
  readonly authenticate: Authenticate
  readonly authorization: Authorization
  readonly limits: Limits
  readonly admission: Admission
  readonly sessions: Sessions
  readonly arena: AckArena
  /** Overwritten by every packet: the ingest loop allocates nothing. */
  readonly header: FrameHeader
  readonly places: PublishPlaces
  readonly connectChecks: HeaderChecks
  readonly packetChecks: HeaderChecks
  /** True once the broker closes: nothing more is read. */
  readonly isClosing: boolean
  /** Wall clock, Unix milliseconds. */
  now(): number
  /** Whole milliseconds of a clock that never jumps. */
  monotonicMs(): number
  received(messages: number): void
  forwarded(): void
  refused(why: RefusedPacket): void
  presence(deviceId: string, state: PresenceState, reason: string): void
}
