import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createSequences } from '../../../gateway/reading/sequences.ts'

function openGaps() {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE gap(device, first, last, detected, PRIMARY KEY(device, first))')
  const missing = (device: number) =>
    (
      database.prepare('SELECT first, last FROM gap WHERE device = ? ORDER BY first').all(device) as {
        first: number
        last: number
      }[]
    ).map(({ first, last }) => [first, last])
  return { database, missing, sequences: createSequences(database) }
}

test('missing numbers are one range, from the first that is missing to the last', () => {
  const { sequences, missing } = openGaps()
  expect(sequences.follow(1, 1, 1000, 1000)).toBe(false)
  expect(sequences.follow(1, 5, 5000, 5000)).toBe(true)
  expect(missing(1)).toEqual([[2, 4]])
})

test('a message that comes late fills its place and splits the range', () => {
  const { sequences, missing } = openGaps()
  for (const sequence of [1, 6, 4]) sequences.follow(1, sequence, sequence * 1000, 9000)
  expect(missing(1)).toEqual([
    [2, 3],
    [5, 5],
  ])
})

test('a device that starts over has lost nothing', () => {
  const { sequences, missing } = openGaps()
  sequences.follow(1, 900, 1000, 1000)
  expect(sequences.follow(1, 0, 2000, 2000)).toBe(false)
  expect(sequences.follow(1, 1, 3000, 3000)).toBe(false)
  expect(missing(1)).toEqual([])
})

test('with time in step with the numbers, what is missing is exactly what did not come, whatever the order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 }),
      (arrivals) => {
        const { sequences, missing } = openGaps()
        for (const sequence of arrivals) sequences.follow(7, sequence, 1000 * sequence, 99_000)
        const first = arrivals[0]
        const expected: number[] = []
        for (let n = first + 1; n < Math.max(...arrivals); n++) if (!arrivals.includes(n)) expected.push(n)
        const found = missing(7).flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
        expect(found).toEqual(expected)
      },
    ),
  )
})
