import { expect, test } from '@jest/globals'
import { QUALITY } from '../../../devices/quality.ts'
import type { Entry, StoredMessage } from '../../../gateway/journal/entry.ts'
import { createSeriesHandler, seriesPoints } from '../../../gateway/reading/series.ts'
import { storedMessage } from '../../support/storedMessage.ts'

const NOW = Date.UTC(2026, 10, 21, 12)

function entry(message: Partial<StoredMessage>): Entry {
  return { kind: 'message', message: storedMessage(message) }
}

test('two messages of one moment are two points, and the same entries again are the same points (promise 3)', () => {
  const entries = [entry({ position: 7, atMs: NOW }), entry({ position: 8, atMs: NOW })]
  const points = seriesPoints(entries)
  expect(points.map(({ timestamp }) => timestamp)).toEqual([`${NOW}000007`, `${NOW}000008`])
  expect(seriesPoints(entries)).toEqual(points)
})

test('a point stands where it was measured, or where it was received if that is not believed', () => {
  const untrusted = { atMs: 253_402_300_799_999, receivedAtMs: NOW, timeUntrusted: true, position: 1 }
  expect(seriesPoints([entry(untrusted)])).toMatchObject([
    { timestamp: `${NOW}000001`, fields: { timeUntrusted: true } },
  ])
})

test('a reading without a value is a point without a value', () => {
  const reading = { vitalCode: 2, value: 0, decimals: 1, late: true, original: null }
  const [noSignal, good] = seriesPoints([
    entry({
      readings: [
        { ...reading, quality: QUALITY.noSignal },
        { ...reading, value: 975, quality: QUALITY.good },
      ],
    }),
  ])
  expect(noSignal?.fields).toMatchObject({ quality: 'noSignal', late: true })
  expect(noSignal?.fields).not.toHaveProperty('value')
  expect(good).toMatchObject({
    measurement: 'oxygenSaturation',
    tags: { unit: '%' },
    fields: { value: 97.5 },
  })
})

test('the cursor moves only once the points are written (promise 3)', async () => {
  const written: (number | string)[] = []
  let down = true
  const handle = createSeriesHandler({
    writePoints: async (points) => {
      if (down) throw new Error('down')
      written.push(`${points.length} points`)
    },
    writeCursor: async (position) => void written.push(position),
  })
  await expect(handle([entry({ position: 3 })], 3)).rejects.toThrow('down')
  expect(written).toEqual([])
  down = false
  await handle([entry({ position: 3 })], 3)
  expect(written).toEqual(['1 points', 3])
})
