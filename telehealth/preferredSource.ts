/** Which of several devices that measure one vital of one patient is shown large. */
import { QUALITY } from '../devices/quality.ts'

/** The newest reading of one device for the patient and vital in question. */
export interface Source {
  readonly deviceId: string
  /** Of the assignment in force, the greatest is wanted most; null where the device is not assigned now. */
  readonly preference: number | null
  /** How often the device measures; null where nobody said. */
  readonly intervalMs: number | null
  /** Number from QUALITY. */
  readonly quality: number
  /** When it was measured, or received where the device's own time is not to be trusted. */
  readonly effectiveAtMs: number
}

/** A device may miss two readings before another takes its place. */
const FRESH_INTERVALS = 3
/** Where the interval is not known. */
const FRESH_MS = 5 * 60_000

export function isFresh(source: Pick<Source, 'intervalMs' | 'effectiveAtMs'>, nowMs: number): boolean {
  const allowedMs = source.intervalMs === null ? FRESH_MS : FRESH_INTERVALS * source.intervalMs
  return nowMs - source.effectiveAtMs <= allowedMs
}

function isGood(quality: number): boolean {
  return quality === QUALITY.good || quality === QUALITY.unstated
}

/** Wanted most first; newer breaks a tie, then the id, so that the choice never flickers. */
function byPreference(a: Source, b: Source): number {
  return (
    (b.preference ?? Number.NEGATIVE_INFINITY) - (a.preference ?? Number.NEGATIVE_INFINITY) || byAge(a, b)
  )
}

function byAge(a: Source, b: Source): number {
  return b.effectiveAtMs - a.effectiveAtMs || (a.deviceId < b.deviceId ? -1 : 1)
}

/**
 * The most wanted device whose newest reading is good and fresh; where none is, the newest reading.
 * @returns null where there is no source
 */
export function preferredSource<S extends Source>(sources: readonly S[], nowMs: number): S | null {
  const usable = sources.filter((source) => isGood(source.quality) && isFresh(source, nowMs))
  if (usable.length > 0) return usable.toSorted(byPreference)[0]!
  return sources.toSorted(byAge)[0] ?? null
}
