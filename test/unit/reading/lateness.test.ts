import { expect, test } from '@jest/globals'
import { createLateness } from '../../../gateway/reading/lateness.ts'

test('a reading is late only when a newer one of the same device, patient and vital was there', () => {
  const lateness = createLateness()
  expect(lateness.isLate(1, 1, 2, 1000, 1000)).toBe(false)
  expect(lateness.isLate(1, 1, 2, 999, 999)).toBe(true)
  expect(lateness.isLate(1, 1, 2, 1000, 1000)).toBe(false)
  expect(lateness.isLate(1, 1, 3, 500, 500)).toBe(false)
  expect(lateness.isLate(2, 1, 2, 500, 500)).toBe(false)
})

test("the last reading of a patient before the device moved on is that patient's newest, however late it comes", () => {
  const lateness = createLateness()
  lateness.isLate(1, 1, 2, 1000, 1000)
  lateness.isLate(1, 2, 2, 5000, 5000)
  expect(lateness.isLate(1, 1, 2, 2000, 2000)).toBe(false)
})

test('what was restored counts, and only changes are given out', () => {
  const lateness = createLateness()
  lateness.restore({ device: 1, patient: 0, vital: 2, atMs: 1000, settledMs: 1000 })
  expect(lateness.takeChanged()).toEqual([])
  expect(lateness.isLate(1, 0, 2, 500, 500)).toBe(true)
  expect(lateness.isLate(1, 0, 2, 1500, 1500)).toBe(false)
  expect(lateness.takeChanged()).toEqual([{ device: 1, patient: 0, vital: 2, atMs: 1500, settledMs: 1500 }])
  expect(lateness.takeChanged()).toEqual([])
})

test('late is only what the newest precedes by both clocks', () => {
  const lateness = createLateness()
  const isLate = (atMs: number, receivedAtMs: number) => lateness.isLate(1, 1, 2, atMs, receivedAtMs)
  expect(isLate(9000, 1000)).toBe(false)
  // the sender's clock was set back
  expect(isLate(2000, 2000)).toBe(false)
  expect(isLate(1500, 2500)).toBe(true)
  // ours was
  expect(isLate(3000, 500)).toBe(false)
  expect(isLate(2500, 400)).toBe(true)
  // the same moment again is not before it
  expect(isLate(3000, 300)).toBe(false)
})

test('a reading without a time of its own is the newest when it comes, whatever our clock says', () => {
  const lateness = createLateness()
  lateness.renew(1, 1, 2, 5000)
  lateness.renew(1, 1, 2, 1000)
  expect(lateness.takeChanged()).toEqual([{ device: 1, patient: 1, vital: 2, atMs: 1000, settledMs: 1000 }])
  expect(lateness.isLate(1, 1, 2, 900, 1100)).toBe(true)
})
