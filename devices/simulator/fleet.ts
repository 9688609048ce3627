/** Runs wearables by the clock: each measures in its own rhythm and hands its uploads to its connection. */
import type { Upload } from './dialects/dialect.ts'
import type { Wearable } from './wearable.ts'

export interface FleetMember {
  readonly wearable: Wearable
  /** Takes what the wearable uploads, in order. */
  readonly send: (upload: Upload) => void
}

export interface FleetOptions {
  readonly members: readonly FleetMember[]
  readonly now: () => number
  /** How many times faster than the clock the wearers live; uploads come faster, times on them stay true. */
  readonly speed: number
}

export interface Fleet {
  close(): void
}

/** A laptop that slept must not wake to a burst of measurements that nobody took. */
const LATEST_MS = 60_000

export function startFleet({ members, now, speed }: FleetOptions): Fleet {
  const startMs = now()
  const timers = new Map<Wearable, NodeJS.Timeout>()

  const run = ({ wearable, send }: FleetMember, dueMs: number): void => {
    timers.set(
      wearable,
      setTimeout(
        () => {
          const bodyMs = startMs + (dueMs - startMs) * speed
          for (const upload of wearable.measure(bodyMs, Math.min(Math.round(dueMs), now()))) send(upload)
          const nextMs = dueMs + wearable.intervalMs / speed
          run({ wearable, send }, nextMs < now() - LATEST_MS ? now() : nextMs)
        },
        Math.max(0, dueMs - now()),
      ),
    )
  }

  for (const member of members) run(member, startMs + member.wearable.phaseMs / speed)
  return {
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
