/** Ages in words: `3 s`, `12 min`, `1 h 10`, `2 d`. */

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S
/** A number and its unit stay on one line, a little apart. */
const THIN = '\u202f'

export function ageWords(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000))
  if (seconds < MINUTE_S) return `${seconds}${THIN}s`
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)}${THIN}min`
  if (seconds < DAY_S) {
    const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S)
    return `${Math.floor(seconds / HOUR_S)}${THIN}h${minutes === 0 ? '' : `${THIN}${String(minutes).padStart(2, '0')}`}`
  }
  return `${Math.floor(seconds / DAY_S)}${THIN}d`
}
