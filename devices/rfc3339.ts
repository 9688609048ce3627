/** Reads a time as RFC 3339, section 5.6 writes it, and nothing looser. */
import { DAY_MS, isMeasurableTime, utcMidnight } from './calendar.ts'

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,30}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/** True where the instant after this one begins a month: the only place for a leap second (section 5.7). */
function endsMonth(atMs: number): boolean {
  return atMs % DAY_MS === DAY_MS - 1000 && new Date(atMs + 1000).getUTCDate() === 1
}

/**
 * @returns Unix milliseconds, finer fractions cut off; null where the text is no such time.
 * A leap second (23:59:60 UTC on the last day of a month) is the second after it, as POSIX counts.
 */
export function parseRfc3339(text: string): number | null {
  const match = DATE_TIME.exec(text)
  if (!match) return null
  const midnight = utcMidnight(Number(match[1]), Number(match[2]), Number(match[3]))
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])]
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)]
  if (midnight === null || hour > 23 || minute > 59 || second > 60) return null
  if (offsetHour > 23 || offsetMinute > 59) return null
  const offsetMs = (offsetHour * 60 + offsetMinute) * 60_000 * (match[8] === '-' ? -1 : 1)
  const wholeMs = midnight + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 - offsetMs
  if (second === 60 && !endsMonth(wholeMs)) return null
  const fractionMs = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const atMs = wholeMs + fractionMs + (second === 60 ? 1000 : 0)
  return isMeasurableTime(atMs) ? atMs : null
}
