import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createIdentity } from '../../../gateway/reading/identity.ts'

interface Seen {
  readonly device: number
  readonly atMs: number
  readonly sequence: number
}

const arbitrarySeen = fc.record({
  device: fc.integer({ min: 1, max: 3 }),
  atMs: fc.integer({ min: 0, max: 12 }),
  sequence: fc.integer({ min: -1, max: 4 }),
})

test('whatever came, in whatever order, with the index brought up at any moment, is found again and nothing else', () => {
  const step = fc.oneof(
    { weight: 9, arbitrary: arbitrarySeen },
    { weight: 1, arbitrary: fc.constant('index' as const) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const stored: (Seen & { position: number })[] = []
      let indexed = 0
      const same = (a: Seen, b: Seen) =>
        a.device === b.device && a.atMs === b.atMs && a.sequence === b.sequence
      const identity = createIdentity({
        lookUp: (device, atMs, sequence) =>
          stored
            .filter((row) => row.position <= indexed && same(row, { device, atMs, sequence }))
            .map((row) => row.position),
      })
      for (const seen of steps) {
        if (seen === 'index') {
          indexed = stored.length
          identity.forgetTail()
          continue
        }
        const expected = stored.filter((row) => same(row, seen)).map((row) => row.position)
        const { device, atMs, sequence } = seen
        const found = identity.mayBeKnown(device, atMs) ? identity.candidates(device, atMs, sequence) : []
        expect([...found].sort((a, b) => a - b)).toEqual(expected)
        stored.push({ ...seen, position: stored.length + 1 })
        identity.remember(device, atMs, sequence, stored.length)
      }
    }),
  )
})
