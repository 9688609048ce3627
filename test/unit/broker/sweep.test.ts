import { afterEach, expect, test } from '@jest/globals'
import { createSweep, type Sweep } from '../../../broker/sweep.ts'

let nowMs = 0
let sweep: Sweep
const swept: number[] = []

function open(): void {
  nowMs = 0
  swept.length = 0
  sweep = createSweep({ lanes: [{ sweep: (at) => swept.push(at) }], everyMs: 1000, monotonicMs: () => nowMs })
}

afterEach(() => sweep.close())

test('each round asks every lane', () => {
  open()
  for (nowMs = 1000; nowMs <= 3000; nowMs += 1000) sweep.run()
  expect(swept).toEqual([1000, 2000, 3000])
})

test('a round that comes late judges nobody, the next one does', () => {
  open()
  nowMs = 1000
  sweep.run()
  nowMs = 9000
  sweep.run()
  nowMs = 10_000
  sweep.run()
  expect(swept).toEqual([1000, 10_000])
})
