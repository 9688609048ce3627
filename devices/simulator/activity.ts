/** When a body walks, how hard, and how its heart and lungs follow. */
import type { Chance } from './chance.ts'
import { createEpisodes } from './episodes.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** The heart takes most of a minute to follow a walk and longer to settle after it. */
const RISE_MS = 45_000
const RECOVERY_MS = 90_000
const SLOT_MS = 30 * MINUTE_MS
/** Steps a minute: 70 is a stroll, 100 moderate, 130 vigorous (Tudor-Locke 2018). */
const SLOWEST_CADENCE = 60
const CADENCE_RANGE = 60

export interface Activity {
  /** 0 at rest to 1 at the hardest walk, as the circulation feels it. */
  effort(atMs: number): number
  /** True while the limbs move. */
  moving(atMs: number): boolean
  /** Steps since the last local midnight. */
  stepsToday(atMs: number): number
}

/** @param utcOffsetMs local time minus UTC */
export function createActivity(options: { chance: Chance; utcOffsetMs: number; ageYears: number }): Activity {
  const { chance, utcOffsetMs, ageYears } = options
  const walks = createEpisodes({
    chance,
    slotMs: SLOT_MS,
    probability: 0.45,
    shortestMs: 2 * MINUTE_MS,
    longestMs: 14 * MINUTE_MS,
  })
  const vigour = Math.max(0.35, Math.min(1, 1.3 - ageYears / 110))

  const intensity = (strength: number) => vigour * (0.3 + 0.7 * strength)
  const dayStart = (atMs: number) => Math.floor((atMs + utcOffsetMs) / DAY_MS) * DAY_MS - utcOffsetMs
  const byDay = (startMs: number) => {
    const hour = (startMs - dayStart(startMs)) / HOUR_MS
    return hour >= 7 && hour < 22
  }
  const walksBetween = (fromMs: number, toMs: number) =>
    walks.between(fromMs, toMs).filter((walk) => byDay(walk.startMs))

  return {
    moving: (atMs) => walksBetween(atMs, atMs).length > 0,
    effort(atMs) {
      let effort = 0
      for (const walk of walksBetween(atMs - 8 * RECOVERY_MS, atMs)) {
        const reached = 1 - Math.exp(-(Math.min(atMs, walk.endMs) - walk.startMs) / RISE_MS)
        const left = Math.exp(-Math.max(0, atMs - walk.endMs) / RECOVERY_MS)
        effort = Math.max(effort, intensity(walk.strength) * reached * left)
      }
      return effort
    },
    stepsToday(atMs) {
      let steps = 0
      for (const walk of walksBetween(dayStart(atMs), atMs)) {
        const minutes = (Math.min(atMs, walk.endMs) - walk.startMs) / MINUTE_MS
        steps += minutes * (SLOWEST_CADENCE + CADENCE_RANGE * intensity(walk.strength))
      }
      return Math.floor(steps)
    },
  }
}
