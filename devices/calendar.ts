/** Days and times that truly exist, in Unix milliseconds; no leniency of Date.parse or of overflowing months. */

export const DAY_MS = 86_400_000

/** 9999-12-31T23:59:59.999Z, the last instant that RFC 3339 can write. */
const LAST_MS = 253_402_300_799_999

/** No clock of a device counts to before the Unix epoch; a clock that was reset shows 1970. */
export const TIME_ALLOWED = 'a time from 1970 to 9999'

export function isMeasurableTime(atMs: number): boolean {
  return atMs >= 0 && atMs <= LAST_MS
}

/** Midnight UTC of a day of the years 1970 to 9999; null where there is no such day. */
export function utcMidnight(year: number, month: number, day: number): number | null {
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const midnight = Date.UTC(year, month - 1, day)
  return new Date(midnight).getUTCDate() === day ? midnight : null
}
