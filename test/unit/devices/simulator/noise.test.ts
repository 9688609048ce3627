import { describe, expect, test } from '@jest/globals'
import { createChance } from '../../../../devices/simulator/chance.ts'
import { createDrift } from '../../../../devices/simulator/drift.ts'
import { createEpisodes } from '../../../../devices/simulator/episodes.ts'
import { correlation, deviation, mean } from '../../../support/statistics.ts'

const indices = Array.from({ length: 20_000 }, (_, i) => i)

describe('chance', () => {
  test('the same seed, name and index give the same number', () => {
    expect(createChance('s').fork('x').normal(7)).toBe(createChance('s').fork('x').normal(7))
    expect(createChance('s').fork('x').normal(7)).not.toBe(createChance('t').fork('x').normal(7))
    expect(createChance('s').fork('x').normal(7)).not.toBe(createChance('s').fork('y').normal(7))
  })

  test('numbers are spread as they promise, and neighbours tell nothing of each other', () => {
    const chance = createChance('spread')
    const uniform = indices.map((i) => chance.uniform(i))
    expect(mean(uniform)).toBeCloseTo(0.5, 1)
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...uniform)).toBeLessThan(1)
    const normal = indices.map((i) => chance.normal(i))
    expect(Math.abs(mean(normal))).toBeLessThan(0.03)
    expect(Math.abs(deviation(normal) - 1)).toBeLessThan(0.03)
    expect(Math.abs(correlation(normal.slice(0, -1), normal.slice(1)))).toBeLessThan(0.03)
  })

  test('indices beyond 32 bits count in full', () => {
    const chance = createChance('wide')
    expect(chance.uniform(2 ** 40 + 5)).not.toBe(chance.uniform(5))
  })
})

describe('drift', () => {
  const drift = createDrift({ chance: createChance('drift'), timeConstantMs: 60_000, standardDeviation: 2 })
  const every = (stepMs: number) => indices.map((i) => drift(i * stepMs))

  test('varies around zero by its deviation', () => {
    const values = every(15_000)
    expect(Math.abs(mean(values))).toBeLessThan(0.2)
    expect(Math.abs(deviation(values) - 2)).toBeLessThan(0.2)
  })

  test('forgets two thirds in one time constant and nearly all in four', () => {
    const values = every(15_000)
    expect(Math.abs(correlation(values.slice(0, -4), values.slice(4)) - Math.exp(-1))).toBeLessThan(0.06)
    expect(Math.abs(correlation(values.slice(0, -16), values.slice(16)))).toBeLessThan(0.1)
  })

  test('asked again, or in another order, it gives the same', () => {
    const forwards = [0, 1, 2, 3].map((i) => drift(i * 7777))
    const backwards = [3, 2, 1, 0].map((i) => drift(i * 7777)).reverse()
    expect(backwards).toEqual(forwards)
  })
})

describe('episodes', () => {
  const episodes = createEpisodes({
    chance: createChance('episodes'),
    slotMs: 600_000,
    probability: 0.5,
    shortestMs: 10_000,
    longestMs: 60_000,
  })

  test('take the share of time that they announce', () => {
    const inside = indices.filter((i) => episodes.at(i * 5003) !== null).length / indices.length
    expect(Math.abs(inside - episodes.share)).toBeLessThan(0.005)
  })

  test('found by a moment and found by a stretch of time are the same', () => {
    for (const episode of episodes.between(0, 100 * 600_000)) {
      expect(episodes.at(episode.startMs)).toEqual(episode)
      expect(episodes.at(episode.endMs)).toBeNull()
      expect(episodes.between(episode.startMs + 1, episode.startMs + 2)).toEqual([episode])
    }
  })
})
