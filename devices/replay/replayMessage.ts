/** One row as the readings of a native message, and what of it is no reading. */
import type { Reading } from '../reading.ts'
import type { Mapping } from './mapping.ts'

export interface RowReadings {
  readonly readings: readonly Reading[]
  readonly noSignal: number
  readonly absent: number
  /** True where a pair had only one half, which was left out. */
  readonly halfPair: boolean
}

function reading(cell: string, { vital, unit }: Mapping): Reading {
  const value = vital.levels?.includes(cell) ? (cell as 'A') : Number(cell)
  return { vital: vital.name as Reading['vital'], value, ...(unit === null ? {} : { unit }) }
}

/** @param cells one for each mapping, blank or a value */
export function readingsOfRow(cells: readonly string[], mappings: readonly Mapping[]): RowReadings {
  const present = mappings.filter((_, i) => cells[i] !== '')
  const inPair = ({ vital }: Mapping) => vital.group === 'bloodPressure'
  const halfPair = present.filter(inPair).length === 1
  const kept = halfPair ? present.filter((mapping) => !inPair(mapping)) : present
  const readings = kept.map((mapping) => reading(cells[mappings.indexOf(mapping)]!, mapping))
  return {
    readings,
    // In any unit that a sensor uses, "no signal" is zero; where zero counts (steps) it is a value.
    noSignal: kept.filter(({ vital }, i) => vital.noSignalAtOrBelow !== null && readings[i]!.value === 0)
      .length,
    absent: mappings.length - present.length,
    halfPair,
  }
}
