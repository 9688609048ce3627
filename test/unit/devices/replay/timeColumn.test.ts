import { expect, test } from '@jest/globals'
import { createTimeReader, parseTimeColumn, timeUnitOfHeader } from '../../../../devices/replay/timeColumn.ts'

const UTC = (text: string) => ({ ms: Date.parse(text), dated: true })

test('a time of day counts on over midnight, and a clock that was set back is left alone', () => {
  const read = createTimeReader('clock')
  const ms = [' 23:59:58', '23:59:59.5', '00:00:01', '09:25', '09:24:30'].map((cell) => read(cell)?.ms)
  const day = 86_400_000
  expect(ms).toEqual([86_398_000, 86_399_500, day + 1000, day + 33_900_000, day + 33_870_000])
})

test('a date is a date, in UTC where it names no zone', () => {
  const read = createTimeReader('clock')
  expect(read('2026-11-20T12:00:00.250Z')).toEqual(UTC('2026-11-20T12:00:00.250Z'))
  expect(read('2026-11-20 12:00:00')).toEqual(UTC('2026-11-20T12:00:00Z'))
  expect(read('2026-11-20T12:00:00+02:00')).toEqual(UTC('2026-11-20T10:00:00Z'))
})

test('numbers are read in the unit that the header or the option says', () => {
  expect(createTimeReader('min')('3')).toEqual({ ms: 180_000, dated: false })
  expect(createTimeReader('epoch')('1680686630.5')).toEqual({ ms: 1_680_686_630_500, dated: true })
  expect(createTimeReader('epoch-ms')('1680686630500')).toEqual({ ms: 1_680_686_630_500, dated: true })
  expect(timeUnitOfHeader('minute')).toBe('min')
  expect(timeUnitOfHeader('Time')).toBe('clock')
  expect(timeUnitOfHeader('HR')).toBeNull()
  expect(parseTimeColumn('t (a:b):s')).toEqual({ column: 't (a:b)', unit: 's' })
  expect(parseTimeColumn('minute')).toEqual({ column: 'minute', unit: 'min' })
})

test.each([
  ['clock', 'Collection Halted'],
  ['clock', '25:00:00'],
  ['clock', '12:61:00'],
  ['clock', '2026-13-45T00:00:00Z'],
  ['clock', '17'],
  ['s', ''],
  ['s', 'NaN'],
  ['epoch-ms', '1e300'],
] as const)('%s: "%s" is no time', (unit, cell) => {
  expect(createTimeReader(unit)(cell)).toBeNull()
})
