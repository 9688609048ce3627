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
  expect(sequences.follow(1, 1, 1000, 1000, true)).toBe(false)
  expect(sequences.follow(1, 5, 5000, 5000, true)).toBe(true)
  expect(missing(1)).toEqual([[2, 4]])
})

test('a message that comes late fills its place and splits the range', () => {
  const { sequences, missing } = openGaps()
  for (const sequence of [1, 6, 4]) sequences.follow(1, sequence, sequence * 1000, 9000, true)
  expect(missing(1)).toEqual([
    [2, 3],
    [5, 5],
  ])
})

test('a device that starts over has lost nothing', () => {
  const { sequences, missing } = openGaps()
  sequences.follow(1, 900, 1000, 1000, true)
  expect(sequences.follow(1, 0, 2000, 2000, true)).toBe(false)
  expect(sequences.follow(1, 1, 3000, 3000, true)).toBe(false)
  expect(missing(1)).toEqual([])
})

test('a device that starts over neither fills nor shortens what is missing from before', () => {
  const { sequences, missing } = openGaps()
  for (const [i, sequence] of [1, 10, 1, 2, 3].entries()) sequences.follow(1, sequence, i * 1000, 9000, true)
  expect(missing(1)).toEqual([[2, 9]])
  for (const [i, sequence] of [1, 4].entries()) sequences.follow(1, sequence, (9 + i) * 1000, 20_000, true)
  expect(missing(1)).toEqual([[2, 9]])
})

test('a clock that is set back loses no number', () => {
  const { sequences, missing } = openGaps()
  const hour = 3_600_000
  for (let n = 1; n <= 5; n++) sequences.follow(1, n, hour + n * 1000, n * 1000, true)
  for (let n = 6; n <= 9; n++) sequences.follow(1, n, n * 1000, n * 1000, true)
  expect(sequences.follow(1, 12, 12_000, 12_000, true)).toBe(true)
  sequences.follow(1, 13, 2 * hour, 2 * hour, true)
  expect(missing(1)).toEqual([[10, 11]])
})

test('a number under a time that is not believed has come all the same', () => {
  const { sequences, missing } = openGaps()
  sequences.follow(1, 1, 1000, 1000, true)
  for (const n of [2, 3, 4]) sequences.follow(1, n, n * 1000, n * 1000, false)
  expect(sequences.follow(1, 5, 5000, 5000, true)).toBe(false)
  expect(sequences.follow(1, 3, 6000, 6000, false)).toBe(false)
  expect(sequences.follow(1, 6, 7000, 7000, true)).toBe(false)
  expect(missing(1)).toEqual([])
})

test('what is replayed writes nothing and goes on where it was', () => {
  const { database, sequences, missing } = openGaps()
  for (const n of [1, 10, 6, 3]) sequences.follow(1, n, n * 1000, 20_000, true)
  const stored = missing(1)
  const again = createSequences(database)
  for (const n of [1, 10, 6, 3]) again.replay(1, n, n * 1000, true)
  expect(missing(1)).toEqual(stored)
  expect(again.last(1)).toBe(10)
  again.follow(1, 12, 12_000, 20_000, true)
  expect(missing(1)).toEqual([...stored, [11, 11]])
})

test('with time in step with the numbers, what is missing is exactly what did not come, whatever the order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 }),
      (arrivals) => {
        const { sequences, missing } = openGaps()
        for (const sequence of arrivals) sequences.follow(7, sequence, 1000 * sequence, 99_000, true)
        const first = arrivals[0]
        const expected: number[] = []
        for (let n = first + 1; n < Math.max(...arrivals); n++) if (!arrivals.includes(n)) expected.push(n)
        const found = missing(7).flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        )
        expect(found).toEqual(expected)
      },
    ),
  )
})
