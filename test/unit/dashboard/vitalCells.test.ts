import { expect, test } from '@jest/globals'
import { createReadings } from '../../../dashboard/src/live/readings.ts'
import { deviceKey } from '../../../dashboard/src/live/subject.ts'
import { vitalCells } from '../../../dashboard/src/live/vitalCells.ts'
import type { LiveReading } from '../../../gateway/live/channels.ts'
import { liveReading } from '../../support/liveReading.ts'

function cellsOf(...heard: Partial<LiveReading>[]) {
  const readings = createReadings()
  readings.take(heard.map((each) => liveReading(each)))
  return vitalCells(readings.subject(deviceKey('oxi-1')), () => 10)
}

test('each vital has its place, whatever came first', () => {
  const cells = cellsOf({ vital: 'steps' }, { vital: 'respiratoryRate' }, { vital: 'oxygenSaturation' })
  expect(cells.map(({ label }) => label)).toEqual(['SpO₂', 'Resp', 'Steps'])
})

test('blood pressure is one pair of one message', () => {
  const pair = [
    { vital: 'systolicBloodPressure', value: 121, position: 4 },
    { vital: 'diastolicBloodPressure', value: 78, position: 4 },
  ] as const
  expect(cellsOf(...pair)).toMatchObject([{ label: 'BP', text: '121/78', spokenLabel: 'Blood pressure' }])
  expect(cellsOf(pair[0], { ...pair[1], position: 3 })).toMatchObject([{ text: '121/– –' }])
})

test('no signal is words and never a zero', () => {
  expect(cellsOf({ value: null, quality: 'noSignal' })).toMatchObject([{ text: '– –', doubt: 'no signal' }])
  expect(cellsOf({ value: null, quality: 'invalid' })).toMatchObject([{ text: '– –', doubt: 'sensor fault' }])
  expect(cellsOf({ value: 91, quality: 'questionable' })).toMatchObject([
    { text: '91', doubt: 'questionable' },
  ])
})

test('digits are those of the table of vitals', () => {
  expect(cellsOf({ vital: 'bodyTemperature', value: 37 })).toMatchObject([{ text: '37.0', unit: '°C' }])
  expect(cellsOf({ vital: 'steps', value: 12_345 })).toMatchObject([{ text: '12345' }])
  expect(cellsOf({ vital: 'consciousness', value: 2 })).toMatchObject([{ text: 'V', unit: '' }])
})
