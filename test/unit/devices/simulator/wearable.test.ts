import { describe, expect, test } from '@jest/globals'
import { createBody } from '../../../../devices/simulator/body.ts'
import { createChance } from '../../../../devices/simulator/chance.ts'
import { KIND_NAMES, KINDS, type KindName } from '../../../../devices/simulator/kinds.ts'
import { createWearable } from '../../../../devices/simulator/wearable.ts'
import { vitalNamed } from '../../../../devices/vitals.ts'
import { person } from '../../../support/person.ts'

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const DAY_MS = 86_400_000

function wearable(kind: KindName, differences: { seed?: string; clockSkewMs?: number } = {}) {
  const { seed = 'specimen', clockSkewMs } = differences
  return createWearable({
    id: 'w-1',
    kind,
    body: createBody({ person: person(), utcOffsetMs: 0 }),
    chance: createChance(seed),
    relay: { prefix: 'home', address: 'C0FFEE000001' },
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
  })
}

function samples(kind: KindName, stepMs: number, days: number) {
  const specimen = wearable(kind)
  return Array.from({ length: (days * DAY_MS) / stepMs }, (_, i) => specimen.sample(START_MS + i * stepMs, i))
}

describe('a wearable', () => {
  test.each(KIND_NAMES)('%s measures what sensors can measure, or nothing', (kind) => {
    const impossible = samples(kind, Math.max(60_000, KINDS[kind].intervalMs), 3)
      .flatMap(({ readings }) => readings)
      .filter(({ vital, value, quality }) => {
        const [low, high] = vitalNamed(vital)!.plausible
        return quality === 'noSignal' ? value !== 0 : value < low || value > high
      })
    expect(impossible).toEqual([])
  })

  test('is shaken, off and silent for the share of time that a ward sees', () => {
    const month = samples('oximeter', 30_000, 30)
    const share = (what: (sample: (typeof month)[number]) => boolean) =>
      month.filter(what).length / month.length
    const shaken = share(({ readings }) => readings.some(({ quality }) => quality === 'questionable'))
    expect(shaken).toBeGreaterThan(0.02)
    expect(shaken).toBeLessThan(0.035)
    const off = share(({ readings }) => readings.every(({ quality }) => quality === 'noSignal'))
    expect(off).toBeGreaterThan(0.003)
    expect(off).toBeLessThan(0.012)
    const silent = share((sample) => sample.silent)
    expect(silent).toBeGreaterThan(0.01)
    expect(silent).toBeLessThan(0.025)
  })

  test('shaken, an oximeter reads too low and says so', () => {
    const week = samples('oximeter', 20_000, 7)
    const saturation = (quality: string) =>
      week
        .flatMap(({ readings }) => readings)
        .filter((reading) => reading.vital === 'oxygenSaturation' && reading.quality === quality)
        .map(({ value }) => value)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(saturation('questionable'))).toBeLessThan(mean(saturation('good')) - 2)
    expect(Math.min(...saturation('good'))).toBeGreaterThan(92)
  })

  test('two specimens on one body agree within their errors, and are not the same', () => {
    const one = wearable('patch', { seed: 'one' })
    const other = wearable('patch', { seed: 'other' })
    const differences = Array.from({ length: 500 }, (_, i) => {
      const [a] = one.sample(START_MS + i * 60_000, i).readings
      const [b] = other.sample(START_MS + i * 60_000, i).readings
      return a!.quality === 'good' && b!.quality === 'good' ? a!.value - b!.value : 0
    })
    expect(Math.max(...differences.map(Math.abs))).toBeLessThanOrEqual(8)
    expect(differences.some((difference) => difference !== 0)).toBe(true)
  })

  test('uploads after a silence what it missed, with the times of measurement, in order', () => {
    const specimen = wearable('patch')
    const uploads: { at: string; seq: number }[][] = []
    for (let i = 0; i < 3 * 8640; i++) {
      const atMs = START_MS + i * 10_000
      uploads.push(
        specimen.measure(atMs, atMs).map(({ payload }) => JSON.parse(Buffer.from(payload).toString())),
      )
    }
    const silences = uploads.filter((batch) => batch.length > 1)
    expect(silences.length).toBeGreaterThan(0)
    expect(Math.max(...silences.map((batch) => batch.length))).toBeGreaterThan(6)
    const all = uploads.flat()
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i))
    expect(all.map(({ at }) => Date.parse(at))).toEqual(all.map((_, i) => START_MS + i * 10_000))
  })

  test('whose messages carry no time loses what a silence held back', () => {
    const specimen = wearable('chestStrap')
    const counts = Array.from({ length: 3 * 1440 }, (_, i) => {
      const atMs = START_MS + i * 60_000
      return specimen.measure(atMs, atMs).length
    })
    expect(Math.max(...counts)).toBe(1)
    expect(counts).toContain(0)
  })

  test('stamps its own clock', () => {
    const [upload] = wearable('patch', { clockSkewMs: 90_000 }).measure(START_MS, START_MS)
    expect(JSON.parse(Buffer.from(upload!.payload).toString()).at).toBe('2026-03-02T00:01:30.000Z')
  })

  test('the same seed gives the same uploads', () => {
    const day = () => {
      const specimen = wearable('wrist')
      return Array.from({ length: 500 }, (_, i) => specimen.measure(START_MS + i * 5000, START_MS + i * 5000))
    }
    expect(day()).toEqual(day())
  })
})
