/**
 * Is a reading superseded on arrival? Judged for each device, patient and vital: each source is a series of its own.
 * Late is what the newest precedes both by the sender's clock and by ours: a clock that is set back, whichever it
 * is, must not mute a patient until it has caught up.
 */
import { VITAL_CODES } from '../../devices/vitals.ts'

export interface NewestRow {
  readonly device: number
  readonly patient: number
  readonly vital: number
  readonly atMs: number
  /** The same, or the time of receipt where the sender's clock was ahead of ours. */
  readonly settledMs: number
}

export interface Lateness {
  /**
   * A reading that is a value, with a time that is believed.
   * @returns true where a newer one of the same device, patient and vital was there before
   */
  isLate(device: number, patient: number, vital: number, atMs: number, receivedAtMs: number): boolean
  /** A reading that is a value and has no time but that of receipt: it is the newest now. */
  renew(device: number, patient: number, vital: number, receivedAtMs: number): void
  restore(row: NewestRow): void
  /** Rows changed since the last call. */
  takeChanged(): NewestRow[]
}

export function createLateness(): Lateness {
  const subjects = new Map<string, number>()
  const keys: { device: number; patient: number }[] = []
  const newest: number[] = []
  const settled: number[] = []
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
      for (let vital = 0; vital < VITAL_CODES; vital++) {
        newest.push(Number.NEGATIVE_INFINITY)
        settled.push(Number.NEGATIVE_INFINITY)
      }
    }
    lastPatient[device] = patient
    lastSubject[device] = subject
    return subject
  }

  function cellOf(device: number, patient: number, vital: number): number {
    return subjectOf(device, patient) * VITAL_CODES + vital
  }

  function set(cell: number, atMs: number, settledMs: number): void {
    newest[cell] = atMs
    settled[cell] = settledMs
  }

  return {
    isLate(device, patient, vital, atMs, receivedAtMs) {
      const cell = cellOf(device, patient, vital)
      const settledMs = Math.min(atMs, receivedAtMs)
      if (atMs < newest[cell] && settledMs < settled[cell]) return true
      set(cell, atMs, settledMs)
      changed.add(cell)
      return false
    },
    renew(device, patient, vital, receivedAtMs) {
      const cell = cellOf(device, patient, vital)
      set(cell, receivedAtMs, receivedAtMs)
      changed.add(cell)
    },
    restore({ device, patient, vital, atMs, settledMs }) {
      set(cellOf(device, patient, vital), atMs, settledMs)
    },
    takeChanged() {
      const rows = Array.from(changed, (cell) => ({
        ...keys[Math.floor(cell / VITAL_CODES)],
        vital: cell % VITAL_CODES,
        atMs: newest[cell],
        settledMs: settled[cell],
      }))
      changed.clear()
      return rows
    },
  }
}
