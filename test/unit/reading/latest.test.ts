import { expect, test } from '@jest/globals'
import { latestRows } from '../../../gateway/reading/latest.ts'
import { storedMessage } from '../../support/storedMessage.ts'

const NOW = Date.UTC(2026, 10, 21)
const HOUR = 3_600_000

function effectiveAtMs(message: Parameters<typeof storedMessage>[0]): number[] {
  return latestRows([{ kind: 'message', message: storedMessage(message) }]).map((row) => row.effectiveAtMs)
}

test('newest goes by the measured time, never later than the receipt, and by the receipt where it is not believed', () => {
  expect(effectiveAtMs({ atMs: NOW - 5000, receivedAtMs: NOW })).toEqual([NOW - 5000])
  expect(effectiveAtMs({ atMs: NOW + 10 * HOUR, receivedAtMs: NOW })).toEqual([NOW])
  expect(effectiveAtMs({ atMs: 0, receivedAtMs: NOW, timeUntrusted: true })).toEqual([NOW])
})

test('a late reading is no row, one without signal is', () => {
  const reading = { vitalCode: 1, value: 0, decimals: 1, quality: 4, late: false, original: null }
  const late = { ...reading, vitalCode: 2, quality: 1, late: true }
  const rows = latestRows([{ kind: 'message', message: storedMessage({ readings: [reading, late] }) }])
  expect(rows.map(({ vitalCode }) => vitalCode)).toEqual([1])
})
