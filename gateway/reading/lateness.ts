/** Is a reading superseded on arrival? Judged for each device, patient and vital: each source is a series of its own. */
import { VITAL_CODES } from '../../devices/vitals.ts'

export interface NewestRow {
  readonly device: number
  readonly patient: number
  readonly vital: number
  readonly atMs: number
}

export interface Lateness {
  /**
   * A reading that is a value, with a time that is believed.
   * @returns true where a newer one of the same device, patient and vital was there before
   */
  isLate(device: number, patient: number, vital: number, atMs: number): boolean
  restore(row: NewestRow): void
  /** Rows changed since the last call. */
  takeChanged(): NewestRow[]
}

export function createLateness(): Lateness {
  const subjects = new Map<string, number>()
  const keys: { device: number; patient: number }[] = []
  const newest: number[] = []
  const changed = new Set<number>()
  const lastPatient: number[] = []
  const lastSubject: number[] = []

  function subjectOf(device: number, patient: number): number {
    if (lastPatient[device] === patient) return lastSubject[device]
    const key = `${device} ${patient}`
    let subject = subjects.get(key)
    if (subject === undefined) {
      subject = keys.length
      subjects.set(key, subject)
      keys.push({ device, patient })
      for (let vital = 0; vital < VITAL_CODES; vital++) newest.push(Number.NEGATIVE_INFINITY)
    }
    lastPatient[device] = patient
    lastSubject[device] = subject
    return subject
  }

  return {
    isLate(device, patient, vital, atMs) {
      const cell = subjectOf(device, patient) * VITAL_CODES + vital
      if (atMs < newest[cell]) return true
      newest[cell] = atMs
      changed.add(cell)
      return false
    },
    restore({ device, patient, vital, atMs }) {
      const cell = subjectOf(device, patient) * VITAL_CODES + vital
      if (atMs > newest[cell]) newest[cell] = atMs
    },
    takeChanged() {
      const rows = Array.from(changed, (cell) => ({
        ...keys[Math.floor(cell / VITAL_CODES)],
        vital: cell % VITAL_CODES,
        atMs: newest[cell],
      }))
      changed.clear()
      return rows
    },
  }
}
