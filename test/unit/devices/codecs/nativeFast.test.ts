import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createNativeCodec, decodeNative } from '../../../../devices/codecs/native.ts'
import { createNativeFast } from '../../../../devices/codecs/nativeFast.ts'
import { createUnits } from '../../../../devices/units.ts'
import { decodeWith } from '../../../support/decodeWith.ts'
import { mutatedBytes } from '../../../support/mutatedBytes.ts'
import { arbitraryMessage, nativeMessage } from '../../../support/nativeMessage.ts'
import { createRecordingSink } from '../../../support/recordingSink.ts'

const units = createUnits()
const fast = createNativeFast()
const both = createNativeCodec(units)
const complete = {
  name: 'complete',
  decode: (payload: Uint8Array, _: unknown, sink: Parameters<typeof fast>[1]) =>
    decodeNative(payload, units, sink),
}

const encoded = arbitraryMessage.map((message) => new TextEncoder().encode(JSON.stringify(message)))

/** A message that is good but for the text of one part. */
function near(part: { seq?: string; at?: string; value?: string; more?: string; end?: string }): string {
  const { seq = '1', at = '2026-11-20T12:00:00.000Z', value = '72', more = '', end = '' } = part
  return `{"seq":${seq},"at":"${at}","readings":[{"vital":"heartRate","value":${value},"unit":"/min"}${more}]${end}}`
}

function takes(text: string): boolean {
  return fast(new TextEncoder().encode(text), createRecordingSink())
}

test('messages of devices become the same on the short way and on the complete one', () => {
  fc.assert(
    fc.property(encoded, (payload) => {
      expect(decodeWith(both, payload)).toEqual(decodeWith(complete, payload))
    }),
    { numRuns: 2000 },
  )
})

test('so do messages with errors in them', () => {
  fc.assert(
    fc.property(mutatedBytes(encoded), (payload) => {
      expect(decodeWith(both, payload)).toEqual(decodeWith(complete, payload))
    }),
    { numRuns: 8000 },
  )
})

test('it takes what JSON.stringify makes of the documented shape', () => {
  expect(takes(JSON.stringify(nativeMessage()))).toBe(true)
  expect(takes('{"readings":[{"vital":"bodyTemperature","value":36.61,"unit":"Cel"}]}')).toBe(true)
  expect(
    takes(
      '{"seq":0,"at":"2024-02-29T23:59:59.999Z","readings":[' +
        '{"vital":"systolicBloodPressure","value":120,"unit":"mm[Hg]","quality":"good"},' +
        '{"vital":"diastolicBloodPressure","value":80.5,"unit":"mm[Hg]","quality":"questionable"}],' +
        `"signature":"${'A'.repeat(86)}"}`,
    ),
  ).toBe(true)
})

test.each([
  ['white space', near({ seq: ' 1' })],
  ['another order', '{"readings":[{"value":72,"vital":"heartRate","unit":"/min"}]}'],
  ['another unit', '{"readings":[{"vital":"bodyTemperature","value":98.6,"unit":"[degF]"}]}'],
  ['a coded vital', '{"readings":[{"vital":"consciousness","value":"A"}]}'],
  ['more decimals than are kept', near({ value: '7.25' })],
  ['no value', '{"readings":[{"vital":"steps","value":,"unit":"{steps}"}]}'],
  ['no sequence after its name', near({ seq: '' })],
  ['no signal', near({ value: '0' })],
  ['an implausible value', near({ value: '350.1' })],
  ['a value that would wrap around to a good one', near({ value: '429496801.6' })],
  ['a leading zero', near({ value: '072' })],
  ['a point without digits', near({ value: '72.' })],
  ['an exponent', near({ value: '72e0' })],
  ['a sign', near({ value: '-72' })],
  ['a sequence of 16 digits', near({ seq: '9007199254740993' })],
  ['a sequence with a leading zero', near({ seq: '01' })],
  ['a day that does not exist', near({ at: '2026-02-29T12:00:00.000Z' })],
  ['a day before 1970', near({ at: '1969-12-31T12:00:00.000Z' })],
  ['hour 24', near({ at: '2026-11-20T24:00:00.000Z' })],
  ['minute 60', near({ at: '2026-11-20T12:60:00.000Z' })],
  ['a leap second', near({ at: '2026-11-30T23:59:60.000Z' })],
  ['a comma before the milliseconds', near({ at: '2026-11-20T12:00:00,000Z' })],
  ['a letter among the milliseconds', near({ at: '2026-11-20T12:00:00.00:Z' })],
  ['a blank before the hour', near({ at: '2026-11-20 12:00:00.000Z' })],
  ['no zone', near({ at: '2026-11-20T12:00:00.0000' })],
  ['no milliseconds', near({ at: '2026-11-20T12:00:00Z' })],
  ['an offset', near({ at: '2026-11-20T12:00:00.000+01:00' })],
  ['zero bytes for a day', near({ at: `${'\0'.repeat(10)}T12:00:00.000Z` })],
  ['a vital given twice', near({ more: ',{"vital":"heartRate","value":73,"unit":"/min"}' })],
  ['half a pair', near({ more: ',{"vital":"systolicBloodPressure","value":120,"unit":"mm[Hg]"}' })],
  ['a signature of another spelling', near({ end: `,"signature":"${'A'.repeat(85)}B"` })],
  ['a signature with padding', near({ end: `,"signature":"${'A'.repeat(86)}=="` })],
  ['a signature that is too short', near({ end: `,"signature":"${'A'.repeat(85)}"` })],
  ['another alphabet in the signature', near({ end: `,"signature":"${'A'.repeat(85)}/"` })],
  ['an unknown field', near({ end: ',"more":1' })],
  ['text after the message', `${near({})}}`],
  ['nothing', ''],
])('it leaves to the complete reader: %s', (_, text) => {
  expect(takes(text)).toBe(false)
})

test.each([
  ['one decimal of zero', near({ value: '72.0' })],
  ['the lowest plausible value', near({ value: '1' })],
  ['the highest plausible value', near({ value: '350' })],
  ['the highest sequence of 15 digits', near({ seq: '999999999999999' })],
  ['the last millisecond there is', near({ at: '9999-12-31T23:59:59.999Z' })],
])('it takes %s, as the complete reader does', (_, text) => {
  expect(takes(text)).toBe(true)
  expect(decodeWith(both, text)).toEqual(decodeWith(complete, text))
})

test('a day remembered from one message does not leak into the next', () => {
  const sink = createRecordingSink()
  const read = createNativeFast()
  for (const day of ['2026-11-20', '2026-11-21', '2026-11-20']) {
    read(new TextEncoder().encode(JSON.stringify(nativeMessage({ at: `${day}T12:00:00.000Z` }))), sink)
  }
  expect(sink.messages.map(({ atMs }) => new Date(atMs!).getUTCDate())).toEqual([20, 21, 20])
})

test('signatures stay apart: each message gets bytes of its own', () => {
  const kept: Uint8Array[] = []
  const sink = { message() {}, reading() {}, signature: (bytes: Uint8Array) => void kept.push(bytes) }
  for (const byte of [1, 2]) {
    const signature = Buffer.alloc(64, byte).toString('base64url')
    fast(new TextEncoder().encode(JSON.stringify(nativeMessage({ signature }))), sink)
  }
  expect(kept.map((bytes) => bytes[63])).toEqual([1, 2])
})
