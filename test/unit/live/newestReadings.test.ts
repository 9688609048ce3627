import { expect, test } from '@jest/globals'
import { newestReadings } from '../../../gateway/live/newestReadings.ts'
import { liveReading } from '../../support/liveReading.ts'

test('of each device and vital the newest reading stays', () => {
  const kept = newestReadings([
    liveReading({ position: 1, deviceId: 'a', vital: 'heartRate', value: 70 }),
    liveReading({ position: 2, deviceId: 'a', vital: 'oxygenSaturation', value: 97 }),
    liveReading({ position: 3, deviceId: 'b', vital: 'heartRate', value: 80 }),
    liveReading({ position: 4, deviceId: 'a', vital: 'heartRate', value: 71 }),
  ])
  expect(kept.map(({ position }) => position).sort()).toEqual([2, 3, 4])
})

test('a late reading never takes the place of one that was in time', () => {
  const inTime = liveReading({ position: 1, late: false })
  const late = liveReading({ position: 2, late: true })
  expect(newestReadings([inTime, late])).toEqual([inTime])
  expect(newestReadings([late, { ...inTime, position: 3 }])).toEqual([{ ...inTime, position: 3 }])
  expect(newestReadings([late])).toEqual([late])
})
