/** Moments as staff read them: `14:32:07`, `21 Nov 2026`. */

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

export function clockTime(atMs: number): string {
  return time.format(atMs)
}

export function calendarDay(atMs: number): string {
  return day.format(atMs)
}

/** With its day where that is not today. */
export function moment(atMs: number, nowMs: number): string {
  const today = calendarDay(nowMs)
  return calendarDay(atMs) === today ? clockTime(atMs) : `${calendarDay(atMs)} ${clockTime(atMs)}`
}
