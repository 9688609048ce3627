/** Builds native messages. */
import type { Message, Reading } from '../../devices/reading.ts'

export function heartRate(value: number): Reading {
  return { vital: 'heartRate', value, unit: '/min' }
}

export function oxygenSaturation(value: number): Reading {
  return { vital: 'oxygenSaturation', value, unit: '%' }
}

/** @param atMs Unix milliseconds */
export function message(seq: number, atMs: number, ...readings: Reading[]): Message {
  return { seq, at: new Date(atMs).toISOString(), readings: readings.length > 0 ? readings : [heartRate(72)] }
}
