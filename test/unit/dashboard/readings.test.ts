import { expect, test } from '@jest/globals'
import { createReadings } from '../../../dashboard/src/live/readings.ts'
import { agedFromMs, deviceKey, patientKey, shownSource } from '../../../dashboard/src/live/subject.ts'
import type { LatestValue } from '../../../gateway/api/schemas/latest.ts'
import type { LiveReading } from '../../../gateway/live/channels.ts'
import { liveReading } from '../../support/liveReading.ts'

const noon = Date.UTC(2026, 10, 20, 12)

function at(second: number, with_: Partial<LiveReading> = {}): LiveReading {
  const measuredAt = new Date(noon + second * 1000).toISOString()
  return liveReading({ patientId: 'p1', position: second, measuredAt, receivedAt: measuredAt, ...with_ })
}

function latestValue(with_: Partial<LatestValue>): LatestValue {
  const { late: _, ...reading } = at(0)
  return { ...reading, loinc: '2708-6', preferred: false, ...with_ }
}

function shown(readings: ReturnType<typeof createReadings>) {
  const vital = readings.subject(patientKey('p1')).get('oxygenSaturation')
  return vital && shownSource(vital)
}

test('the newest reading is shown, by its own time, not by its arrival', () => {
  const readings = createReadings()
  readings.take([at(5, { value: 95 }), at(3, { value: 93 })])
  expect(shown(readings)).toMatchObject({ value: 95 })
  readings.take([at(7, { value: 97 })])
  expect(shown(readings)).toMatchObject({ value: 97 })
})

test('a late reading is charted and never shown', () => {
  const readings = createReadings()
  readings.take([at(5, { value: 95 }), at(2, { value: 80, late: true })])
  expect(shown(readings)).toMatchObject({ value: 95 })
  const trace = readings.subject(patientKey('p1')).get('oxygenSaturation')?.traces.get('oxi-1')
  expect(trace).toMatchObject([
    { value: 80, late: true },
    { value: 95, late: false },
  ])
})

test('a reading whose time is not trusted counts from its receipt', () => {
  const readings = createReadings()
  readings.take([at(5, { value: 95 })])
  const receivedAt = new Date(noon + 9000).toISOString()
  readings.take([at(86_400, { value: 96, ageBasis: 'received', receivedAt })])
  readings.take([at(10, { value: 97 })])
  expect(shown(readings)).toMatchObject({ value: 97 })
})

test('the age of a reading from a fast clock counts from its receipt', () => {
  const fast = at(45, { receivedAt: new Date(noon).toISOString() })
  expect(agedFromMs(fast)).toBe(noon)
})

test('of several sources the gateway’s choice is shown, and all are kept', () => {
  const readings = createReadings()
  readings.takeLatest([
    latestValue({ deviceId: 'clip', value: 96, preferred: true }),
    latestValue({ deviceId: 'watch', value: 94, position: 9, measuredAt: at(9).measuredAt }),
  ])
  expect(shown(readings)).toMatchObject({ deviceId: 'clip', value: 96 })
  readings.take([at(20, { deviceId: 'watch', value: 93 })])
  expect(shown(readings)).toMatchObject({ deviceId: 'clip' })
  expect(readings.subject(patientKey('p1')).get('oxygenSaturation')?.sources.size).toBe(2)
  readings.takeLatest([latestValue({ deviceId: 'watch', preferred: true })])
  expect(shown(readings)).toMatchObject({ deviceId: 'watch', value: 93 })
})

test('who watches hears once a batch, and only of whom they watch', () => {
  const readings = createReadings()
  let heard = 0
  const stop = readings.watch(patientKey('p1'), () => heard++)
  readings.take([at(1), at(2), at(3, { vital: 'heartRate' })])
  expect(heard).toBe(1)
  readings.take([at(4, { patientId: null })])
  expect(heard).toBe(1)
  expect(readings.subject(deviceKey('oxi-1')).size).toBe(1)
  stop()
  readings.take([at(5)])
  expect(heard).toBe(1)
})

test('history fills a trace without doubling what was heard live', () => {
  const readings = createReadings()
  readings.take([at(5, { value: 95 })])
  const point = (second: number, mean: number | null) => ({
    at: new Date(noon + second * 1000).toISOString(),
    deviceId: 'oxi-1',
    min: mean,
    max: mean,
    mean,
    count: mean === null ? 0 : 1,
    late: 0,
    noSignal: mean === null ? 1 : 0,
  })
  readings.takeHistory(patientKey('p1'), 'oxygenSaturation', [point(3, 93), point(4, null), point(5, 95)])
  const trace = readings.subject(patientKey('p1')).get('oxygenSaturation')?.traces.get('oxi-1')
  expect(trace?.map(({ value }) => value)).toEqual([93, null, 95])
})
