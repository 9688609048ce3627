import { expect, test } from '@jest/globals'
import { QUALITY } from '../../../devices/quality.ts'
import { liveReadings } from '../../../gateway/live/liveReadings.ts'
import { storedMessage } from '../../support/storedMessage.ts'

test('a reading goes out as a decimal number with its unit and both its times', () => {
  expect(liveReadings(storedMessage({ position: 7, patientId: 'p1' }))).toEqual([
    {
      position: 7,
      deviceId: 'oxi-1',
      patientId: 'p1',
      vital: 'oxygenSaturation',
      value: 97.5,
      unit: '%',
      quality: 'good',
      measuredAt: '2026-11-20T12:00:00.000Z',
      receivedAt: '2026-11-20T12:00:00.250Z',
      ageBasis: 'measured',
      late: false,
    },
  ])
})

test.each([{ untimed: true }, { timeUntrusted: true }])('with %o its age counts from its receipt', (flag) => {
  expect(liveReadings(storedMessage(flag))[0]).toMatchObject({ ageBasis: 'received' })
})

test.each(['invalid', 'noSignal'] as const)('a reading of quality %s has no number', (quality) => {
  const [reading] = storedMessage().readings
  const message = storedMessage({ readings: [{ ...reading!, quality: QUALITY[quality] }] })
  expect(liveReadings(message)[0]).toMatchObject({ quality, value: null })
})
