import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseRfc3339 } from '../../../devices/rfc3339.ts'

test('the examples of RFC 3339, section 5.8', () => {
  expect(parseRfc3339('1985-04-12T23:20:50.52Z')).toBe(Date.UTC(1985, 3, 12, 23, 20, 50, 520))
  expect(parseRfc3339('1996-12-19T16:39:57-08:00')).toBe(Date.UTC(1996, 11, 20, 0, 39, 57))
  expect(parseRfc3339('1990-12-31T23:59:60Z')).toBe(Date.UTC(1991, 0, 1))
  expect(parseRfc3339('1990-12-31T15:59:60-08:00')).toBe(Date.UTC(1991, 0, 1))
})

test('lower case, an unknown local offset and finer fractions are valid forms', () => {
  const expected = Date.UTC(2026, 10, 20, 12, 0, 0, 123)
  expect(parseRfc3339('2026-11-20t12:00:00.123z')).toBe(expected)
  expect(parseRfc3339('2026-11-20T12:00:00.123-00:00')).toBe(expected)
  expect(parseRfc3339('2026-11-20T12:00:00.123999999Z')).toBe(expected)
  expect(parseRfc3339('2026-11-20T17:45:00.123+05:45')).toBe(expected)
})

test.each([
  '2026-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-13-10T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T12:60:00Z',
  '2026-11-20T12:00:60Z',
  '2026-11-20T23:59:60Z',
  '2026-11-20T12:00:00+24:00',
  '2026-11-20T12:00:00',
  '2026-11-20 12:00:00Z',
  '2026-11-20T12:00Z',
  '2026-11-20',
  '20261120T120000Z',
  '+12026-11-20T12:00:00Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  'Fri, 20 Nov 2026 12:00:00 GMT',
  ' 2026-11-20T12:00:00Z',
  '٢٠٢٦-11-20T12:00:00Z',
])('%s is no time', (text) => {
  expect(parseRfc3339(text)).toBeNull()
})

test('29 February exists in leap years alone', () => {
  expect(parseRfc3339('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29))
  expect(parseRfc3339('2000-02-29T00:00:00Z')).toBe(Date.UTC(2000, 1, 29))
  expect(parseRfc3339('2100-02-29T00:00:00Z')).toBeNull()
})

test('what toISOString writes is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (atMs) => {
      expect(parseRfc3339(new Date(atMs).toISOString())).toBe(atMs)
    }),
  )
})
