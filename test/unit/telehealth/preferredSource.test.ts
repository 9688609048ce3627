import { expect, test } from '@jest/globals'
import { QUALITY } from '../../../devices/quality.ts'
import { preferredSource, type Source } from '../../../telehealth/preferredSource.ts'

const nowMs = Date.UTC(2026, 10, 20, 12)

function source(deviceId: string, with_: Partial<Source> = {}): Source {
  return {
    deviceId,
    preference: 2,
    intervalMs: 10_000,
    quality: QUALITY.good,
    effectiveAtMs: nowMs,
    ...with_,
  }
}

function chosen(...sources: Source[]): string | undefined {
  return preferredSource(sources, nowMs)?.deviceId
}

test('the most wanted fresh device is preferred, even where another is newer', () => {
  expect(
    chosen(
      source('watch', { preference: 1 }),
      source('clip', { preference: 2, effectiveAtMs: nowMs - 20_000 }),
    ),
  ).toBe('clip')
})

test('a device that missed three readings gives way', () => {
  const clip = { preference: 2, intervalMs: 10_000 }
  const watch = source('watch', { preference: 1 })
  expect(chosen(source('clip', { ...clip, effectiveAtMs: nowMs - 30_000 }), watch)).toBe('clip')
  expect(chosen(source('clip', { ...clip, effectiveAtMs: nowMs - 30_001 }), watch)).toBe('watch')
})

test('without a known interval five minutes are fresh', () => {
  const clip = { preference: 2, intervalMs: null }
  const watch = source('watch', { preference: 1 })
  expect(chosen(source('clip', { ...clip, effectiveAtMs: nowMs - 300_000 }), watch)).toBe('clip')
  expect(chosen(source('clip', { ...clip, effectiveAtMs: nowMs - 300_001 }), watch)).toBe('watch')
})

test.each(['questionable', 'invalid', 'noSignal'] as const)(
  'a %s reading gives way to a good one',
  (quality) => {
    const clip = source('clip', { preference: 2, quality: QUALITY[quality] })
    expect(chosen(clip, source('watch', { preference: 1 }))).toBe('watch')
  },
)

test('where nothing is good and fresh, the newest is preferred', () => {
  expect(
    chosen(
      source('clip', { preference: 2, effectiveAtMs: nowMs - 900_000 }),
      source('watch', { preference: 1, effectiveAtMs: nowMs - 800_000 }),
    ),
  ).toBe('watch')
})

test('a device no longer assigned comes last', () => {
  expect(chosen(source('old', { preference: null }), source('new', { preference: -9 }))).toBe('new')
})

test('equals are told apart by age, then by id, whatever their order', () => {
  const older = source('a', { effectiveAtMs: nowMs - 1 })
  expect(chosen(older, source('b'))).toBe('b')
  expect(chosen(source('c'), source('b'))).toBe('b')
  expect(chosen(source('b'), source('c'))).toBe('b')
})

test('no source, no preference', () => {
  expect(preferredSource([], nowMs)).toBeNull()
})
