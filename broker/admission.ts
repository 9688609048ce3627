/** One connection for one id: who comes second takes over with the same credential, else is turned away. */
import type { Principal } from './ports.ts'

export interface Candidate {
  readonly principal: Principal
  readonly isClosed: boolean
  /** The id is this connection's now. */
  admitted(): void
  /** The id is in use under another credential. */
  turnedAway(): void
  takenOver(): void
}

export interface Admission {
  admit(candidate: Candidate): void
  /** The id is free; whoever waits for it is admitted. */
  release(candidate: Candidate): void
}

export function createAdmission(): Admission {
  const present = new Map<string, Candidate>()
  const waiting = new Map<string, Candidate>()

  return {
    admit(candidate) {
      const { id, credential } = candidate.principal
      const current = present.get(id)
      if (!current) {
        present.set(id, candidate)
        candidate.admitted()
        return
      }
      if (current.principal.credential !== credential) {
        candidate.turnedAway()
        return
      }
      // The newcomer waits until aedes has let go of the old client, which would else unregister the new one.
      waiting.get(id)?.takenOver()
      waiting.set(id, candidate)
      current.takenOver() // [MQTT-3.1.4-2]
    },
    release(candidate) {
      const { id } = candidate.principal
      if (present.get(id) !== candidate) return
      present.delete(id)
      const next = waiting.get(id)
      waiting.delete(id)
      if (!next || next.isClosed) return
      present.set(id, next)
      next.admitted()
    },
  }
}
