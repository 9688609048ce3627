/** Reads the time of a row: a date, a time of day, or time since the recording began. */
const TIME_UNITS = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
} as const

/** How the cells of the time column are read; `epoch` and `epoch-ms` are Unix times. */
export type TimeUnit = keyof typeof TIME_UNITS | 'epoch' | 'epoch-ms' | 'clock'

export interface RowTime {
  readonly ms: number
  /** True where `ms` is Unix time, false where it only counts from somewhere. */
  readonly dated: boolean
}

const DAY_MS = 86_400_000
/** Year 5138: beyond it a number is no time, and not far beyond JavaScript's dates end. */
const MAX_MS = 1e14
const CLOCK = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?$/
const DATE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/
/** Headers that say what their numbers mean. A bare "time" over numbers does not. */
const UNIT_OF_HEADER: readonly [RegExp, TimeUnit][] = [
  [/^milliseconds?$/i, 'ms'],
  [/^(sec|seconds?)$/i, 's'],
  [/^(min|minutes?)$/i, 'min'],
  [/^hours?$/i, 'h'],
  [/^(time|date|timestamp|date ?time)$/i, 'clock'],
]

/** @returns null where the header does not tell that its column is a time */
export function timeUnitOfHeader(header: string): TimeUnit | null {
  return UNIT_OF_HEADER.find(([pattern]) => pattern.test(header.trim()))?.[1] ?? null
}

/** `minute`, or `elapsed:s` where the header does not say the unit. */
export function parseTimeColumn(text: string): { column: string; unit: TimeUnit } {
  const match = /^(.+):(ms|s|min|h|epoch|epoch-ms|clock)$/.exec(text)
  if (match) return { column: match[1]!.trim(), unit: match[2] as TimeUnit }
  return { column: text.trim(), unit: timeUnitOfHeader(text) ?? 'clock' }
}

/** A date without a zone is UTC: a recording must not depend on where it is replayed. */
function parseDate(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text)
  return Date.parse(`${text.replace(' ', 'T')}${zoned ? '' : 'Z'}`)
}

/** @returns a reader that gives null for a cell that is no time; clocks that pass midnight go on counting */
export function createTimeReader(unit: TimeUnit): (cell: string) => RowTime | null {
  let previousMs = Number.NEGATIVE_INFINITY
  let daysMs = 0

  const clock = (text: string): RowTime | null => {
    if (DATE.test(text)) {
      return { ms: parseDate(text), dated: true }
    }
    const match = CLOCK.exec(text)
    if (!match) return null
    const [, hours, minutes, seconds = '0', fraction = '0'] = match
    const ofDay =
      (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + Number(fraction) * 1000
    if (Number(hours) > 23) return null
    // Back by more than half a day is midnight; back by less is a clock that was set, left as it is.
    if (ofDay + daysMs < previousMs - DAY_MS / 2) daysMs += DAY_MS
    previousMs = ofDay + daysMs
    return { ms: previousMs, dated: false }
  }

  const counted = (text: string): RowTime | null => {
    const number = text === '' ? Number.NaN : Number(text)
    if (unit === 'epoch') return { ms: number * 1000, dated: true }
    if (unit === 'epoch-ms') return { ms: number, dated: true }
    return { ms: number * TIME_UNITS[unit as keyof typeof TIME_UNITS], dated: false }
  }

  return (cell) => {
    const time = unit === 'clock' ? clock(cell.trim()) : counted(cell.trim())
    return time !== null && Math.abs(time.ms) < MAX_MS ? time : null
  }
}
