import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { startFleet } from '../../../../devices/simulator/fleet.ts'
import type { Wearable } from '../../../../devices/simulator/wearable.ts'

const START_MS = Date.UTC(2026, 10, 20, 12)

/** Uploads the times that it is asked to measure at. */
function spy(intervalMs: number, phaseMs: number) {
  const measured: { bodyMs: number; atMs: number }[] = []
  const wearable: Wearable = {
    id: 'w-1',
    intervalMs,
    phaseMs,
    sample: () => ({ readings: [], silent: false }),
    measure(bodyMs, atMs) {
      measured.push({ bodyMs: bodyMs - START_MS, atMs: atMs - START_MS })
      return [{ topic: 't', payload: new Uint8Array() }]
    },
  }
  return { wearable, measured }
}

describe('a fleet', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: START_MS })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test('measures in each wearable’s rhythm and sends what it uploads', () => {
    const one = spy(1000, 300)
    const other = spy(5000, 0)
    let sent = 0
    const send = () => sent++
    const members = [one, other].map(({ wearable }) => ({ wearable, send }))
    startFleet({ members, now: Date.now, speed: 1 })
    jest.advanceTimersByTime(5400)
    expect(one.measured.map(({ atMs }) => atMs)).toEqual([300, 1300, 2300, 3300, 4300, 5300])
    expect(other.measured.map(({ atMs }) => atMs)).toEqual([0, 5000])
    expect(sent).toBe(8)
  })

  test('lets wearers live faster, with true times on what is uploaded', () => {
    const { wearable, measured } = spy(60_000, 0)
    startFleet({ members: [{ wearable, send: () => {} }], now: Date.now, speed: 60 })
    jest.advanceTimersByTime(2000)
    expect(measured).toEqual([
      { bodyMs: 0, atMs: 0 },
      { bodyMs: 60_000, atMs: 1000 },
      { bodyMs: 120_000, atMs: 2000 },
    ])
  })

  test('after the machine slept, nobody measures what was slept through', () => {
    const { wearable, measured } = spy(1000, 0)
    startFleet({ members: [{ wearable, send: () => {} }], now: Date.now, speed: 1 })
    jest.advanceTimersByTime(1000)
    jest.setSystemTime(START_MS + 3_600_000)
    jest.advanceTimersByTime(3000)
    expect(measured.length).toBeLessThan(8)
    expect(measured.at(-1)!.atMs).toBeGreaterThan(3_600_000)
  })

  test('closed, it measures no more', () => {
    const { wearable, measured } = spy(1000, 0)
    const fleet = startFleet({ members: [{ wearable, send: () => {} }], now: Date.now, speed: 1 })
    jest.advanceTimersByTime(1000)
    fleet.close()
    jest.advanceTimersByTime(60_000)
    expect(measured).toHaveLength(2)
  })
})
