import { expect, test } from '@jest/globals'
import { createLateness } from '../../../gateway/reading/lateness.ts'

test('a reading is late only when a newer one of the same device, patient and vital was there', () => {
  const lateness = createLateness()
  expect(lateness.isLate(1, 1, 2, 1000)).toBe(false)
  expect(lateness.isLate(1, 1, 2, 999)).toBe(true)
  expect(lateness.isLate(1, 1, 2, 1000)).toBe(false)
  expect(lateness.isLate(1, 1, 3, 500)).toBe(false)
  expect(lateness.isLate(2, 1, 2, 500)).toBe(false)
})

test("the last reading of a patient before the device moved on is that patient's newest, however late it comes", () => {
  const lateness = createLateness()
  lateness.isLate(1, 1, 2, 1000)
  lateness.isLate(1, 2, 2, 5000)
  expect(lateness.isLate(1, 1, 2, 2000)).toBe(false)
})

test('what was restored counts, and only changes are given out', () => {
  const lateness = createLateness()
  lateness.restore({ device: 1, patient: 0, vital: 2, atMs: 1000 })
  expect(lateness.takeChanged()).toEqual([])
  expect(lateness.isLate(1, 0, 2, 500)).toBe(true)
  expect(lateness.isLate(1, 0, 2, 1500)).toBe(false)
  expect(lateness.takeChanged()).toEqual([{ device: 1, patient: 0, vital: 2, atMs: 1500 }])
  expect(lateness.takeChanged()).toEqual([])
})
