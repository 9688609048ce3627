/** Moments on their way in and out of the API. */
import { failure } from '../failures.ts'

const LAST_MS_OF_YEAR_9999 = 253_402_300_799_999

export function isoTime(atMs: number): string
export function isoTime(atMs: number | null): string | null
export function isoTime(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString()
}

/**
 * @param field named in the error
 * @throws Failure invalidRequest where the text has the form of a time but is none, as on 30 February
 */
export function timeMs(field: string, text: string): number {
  const atMs = Date.parse(text)
  if (atMs >= 0 && atMs <= LAST_MS_OF_YEAR_9999) return atMs
  throw failure('invalidRequest', `${field} is not a time.`, {
    field,
    allowed: 'a time from 1970 to 9999 such as 2026-11-20T12:00:00Z',
    given: text.slice(0, 40),
  })
}
