/** Native messages: one by hand, and arbitrary ones that a device could truly send. */
import fc from 'fast-check'
import type { Message, Reading } from '../../devices/reading.ts'
import { VITALS, type Vital, type VitalName } from '../../devices/vitals.ts'

/** One good reading, ready to be changed. */
export function nativeReading(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { vital: 'heartRate', value: 72, unit: '/min', ...changes }
}

export function nativeMessage(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { seq: 4711, at: '2026-11-20T12:00:00.000Z', readings: [nativeReading()], ...changes }
}

function arbitraryReading(vital: Vital): fc.Arbitrary<Reading> {
  const name = vital.name as VitalName
  if (vital.levels !== null) {
    return fc.constantFrom(...(['A', 'C', 'V', 'P', 'U'] as const)).map((value) => ({ vital: name, value }))
  }
  const [low, high] = vital.plausible
  const scale = 10 ** vital.decimals
  const near = fc.integer({ min: Math.ceil(low * scale), max: Math.floor(high * scale) })
  const far = fc.integer({ min: -1000, max: Math.floor(high * scale * 2) })
  const finer = fc.double({ min: low, max: high, noNaN: true })
  const value = fc.oneof(
    { weight: 8, arbitrary: near.map((integer) => integer / scale) },
    { weight: 1, arbitrary: far.map((integer) => integer / scale) },
    { weight: 1, arbitrary: finer },
  )
  const quality = fc.constantFrom(
    'good' as const,
    'questionable' as const,
    'invalid' as const,
    'noSignal' as const,
  )
  return fc.oneof(
    value.map((number) => ({ vital: name, value: number, unit: vital.unit })),
    fc.tuple(value, quality).map(([number, stated]) => ({
      vital: name,
      value: number,
      unit: vital.unit,
      quality: stated,
    })),
  )
}

/** Keys in the documented order, as JSON.stringify then writes them. */
export const arbitraryMessage: fc.Arbitrary<Message> = fc
  .tuple(
    fc.option(fc.maxSafeNat(), { nil: undefined }),
    fc.option(fc.date({ min: new Date(0), max: new Date(253_402_300_799_999), noInvalidDate: true }), {
      nil: undefined,
    }),
    fc.subarray([...VITALS], { minLength: 1 }).chain((vitals) => fc.tuple(...vitals.map(arbitraryReading))),
    fc.option(fc.uint8Array({ minLength: 64, maxLength: 64 }), { nil: undefined, freq: 4 }),
  )
  .map(([seq, at, readings, signature]) => ({
    ...(seq === undefined ? {} : { seq }),
    ...(at === undefined ? {} : { at: at.toISOString() }),
    readings,
    ...(signature === undefined ? {} : { signature: Buffer.from(signature).toString('base64url') }),
  }))
