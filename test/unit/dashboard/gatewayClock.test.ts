import { expect, test } from '@jest/globals'
import { createGatewayClock } from '../../../dashboard/src/live/gatewayClock.ts'

const noon = Date.UTC(2026, 10, 20, 12)

test('ages count by the gateway’s clock, whatever the screen’s says', () => {
  let screenMs = noon + 180_000
  const clock = createGatewayClock(() => screenMs)
  expect(clock.now()).toBe(noon + 180_000)
  clock.observe(new Date(noon).toISOString())
  expect(clock.now()).toBe(noon)
  expect(clock.screenAheadMs()).toBe(180_000)
  screenMs += 1000
  expect(clock.now()).toBe(noon + 1000)
  expect(clock.ofScreen(noon + 180_000)).toBe(noon)
})

test('a message that was held up moves the clock a little, a clock that was set moves it at once', () => {
  let screenMs = noon
  const clock = createGatewayClock(() => screenMs)
  clock.observe(new Date(noon).toISOString())
  screenMs = noon + 1500
  clock.observe(new Date(noon + 1000).toISOString())
  expect(clock.screenAheadMs()).toBe(100)
  screenMs = noon + 3_602_000
  clock.observe(new Date(noon + 2000).toISOString())
  expect(clock.screenAheadMs()).toBe(3_600_000)
})
