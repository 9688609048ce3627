/**
 * The short way through a native payload that is exactly what JSON.stringify makes of the documented shape: keys in
 * order, no white space, known vitals in their own units. Numbers become scaled integers without being floats in
 * between. Whatever deviates is left to the complete reader; this one never refuses.
 */
import { utcMidnight } from '../calendar.ts'
import { MAX_READINGS } from '../canonical.ts'
import type { MessageSink } from '../codec.ts'
import { QUALITY } from '../quality.ts'
import { scaled } from '../scaled.ts'
import { VITALS, type Vital } from '../vitals.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const POINT = 0x2e
const CLOSING_BRACE = 0x7d
const CLOSING_BRACKET = 0x5d
const SIGNATURE_BYTES = 64
const SIGNATURE_CHARACTERS = 86
/** More digits before the point than any plausible value has; times 100 it still is a 31-bit integer. */
const MAX_DIGITS = 7

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const OPENING = ascii('{')
const SEQUENCE = ascii('"seq":')
const AT = ascii('"at":"')
const READINGS = ascii('"readings":[')
const READING = ascii('{"vital":"')
const QUALITY_GOOD = ascii(',"quality":"good"')
const QUALITY_QUESTIONABLE = ascii(',"quality":"questionable"')
const SIGNATURE = ascii(',"signature":"')

/** 6 bits of each base64url character, 64 for every other byte. */
const SIX_BITS = new Uint8Array(256).fill(64)
for (const [bits, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
].entries()) {
  SIX_BITS[character.charCodeAt(0)] = bits
}

/** A vital as it looks on the wire, and its limits as integers of 10^-decimals units. */
interface Pattern {
  readonly vital: Vital
  /** From the first letter of the name to the value. */
  readonly name: Uint8Array
  /** From the value to the end of the unit. */
  readonly unit: Uint8Array
  readonly decimals: number
  readonly low: number
  readonly high: number
  /** One bit of the set of vitals seen. */
  readonly bit: number
}

/** Coded vitals, and those that do not fit a 31-bit set, take the complete way. */
const PATTERNS: readonly Pattern[] = VITALS.filter((vital) => vital.levels === null && vital.code < 31).map(
  (vital) => ({
    vital,
    name: ascii(`${JSON.stringify(vital.name).slice(1)},"value":`),
    unit: ascii(`,"unit":${JSON.stringify(vital.unit)}`),
    decimals: vital.decimals,
    low: Math.max(
      scaled(vital.plausible[0], vital.decimals),
      vital.noSignalAtOrBelow === null ? -Infinity : scaled(vital.noSignalAtOrBelow, vital.decimals) + 1,
    ),
    high: scaled(vital.plausible[1], vital.decimals),
    bit: 1 << vital.code,
  }),
)

/** By the low five bits of the name's first letter. */
const PATTERNS_BY_LETTER: readonly (readonly Pattern[])[] = Array.from({ length: 32 }, (_, letter) =>
  PATTERNS.filter((pattern) => (pattern.name[0]! & 31) === letter),
)

/** Sets of which all or none must be seen. */
const PAIRS: readonly number[] = [...Map.groupBy(PATTERNS, ({ vital }) => vital.group).entries()]
  .filter(([group]) => group !== null)
  .map(([, patterns]) => patterns.reduce((bits, pattern) => bits | pattern.bit, 0))

/** @returns the offset behind the literal, or -1 */
function skip(bytes: Uint8Array, at: number, literal: Uint8Array): number {
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal[i]) return -1
  return at + literal.length
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Two digits, or a number below 0. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!
  const ones = bytes[at + 1]!
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + ones - 0x30 : -10_000
}

/** @returns true when all of the payload is read and handed on; false when nothing of it is */
export type DecodeNativeFast = (bytes: Uint8Array, sink: MessageSink) => boolean

export function createNativeFast(): DecodeNativeFast {
  const patterns: Pattern[] = new Array(MAX_READINGS).fill(PATTERNS[0])
  const values = new Int32Array(MAX_READINGS)
  const qualities = new Uint8Array(MAX_READINGS)
  /** The ten characters of the day last read, and its midnight. */
  const day = ascii('1970-01-01')
  let midnightMs = 0

  function readDay(bytes: Uint8Array, at: number): boolean {
    if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d) return false
    const year = pair(bytes, at) * 100 + pair(bytes, at + 2)
    const midnight = utcMidnight(year, pair(bytes, at + 5), pair(bytes, at + 8))
    if (midnight === null) return false
    midnightMs = midnight
    day.set(bytes.subarray(at, at + 10))
    return true
  }

  /** `YYYY-MM-DDTHH:mm:ss.sssZ"` as milliseconds, or -1. */
  function readTime(bytes: Uint8Array, at: number): number {
    if (skip(bytes, at, day) < 0 && !readDay(bytes, at)) return -1
    const hour = pair(bytes, at + 11)
    const minute = pair(bytes, at + 14)
    const second = pair(bytes, at + 17)
    const fraction = pair(bytes, at + 20) * 10 + bytes[at + 22]! - 0x30
    const written =
      bytes[at + 10] === 0x54 &&
      bytes[at + 13] === 0x3a &&
      bytes[at + 16] === 0x3a &&
      bytes[at + 19] === POINT &&
      isDigit(bytes[at + 22]!) &&
      bytes[at + 23] === 0x5a &&
      bytes[at + 24] === QUOTE
    if (!written || hour < 0 || minute < 0 || second < 0 || fraction < 0) return -1
    if (hour > 23 || minute > 59 || second > 59) return -1
    return midnightMs + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
  }

  /** One reading from its opening brace to its closing one; @returns the offset behind it, or -1 */
  function readReading(bytes: Uint8Array, start: number, index: number): number {
    let at = skip(bytes, start, READING)
    if (at < 0) return -1
    const candidates = PATTERNS_BY_LETTER[bytes[at]! & 31]!
    let pattern: Pattern | null = null
    for (let i = 0; i < candidates.length; i++) {
      const behind = skip(bytes, at, candidates[i]!.name)
      if (behind < 0) continue
      pattern = candidates[i]!
      at = behind
      break
    }
    if (pattern === null) return -1

    const first = at
    let value = 0
    while (isDigit(bytes[at]!)) value = value * 10 + bytes[at++]! - 0x30
    const digits = at - first
    if (digits === 0 || digits > MAX_DIGITS || (digits > 1 && bytes[first] === 0x30)) return -1
    let decimals = 0
    if (bytes[at] === POINT) {
      at++
      while (isDigit(bytes[at]!) && decimals < pattern.decimals) {
        value = value * 10 + bytes[at++]! - 0x30
        decimals++
      }
      if (decimals === 0) return -1
    }
    for (; decimals < pattern.decimals; decimals++) value *= 10
    // Beyond its limits it is a refusal or no signal: the complete reader says which.
    if (value < pattern.low || value > pattern.high) return -1

    at = skip(bytes, at, pattern.unit)
    if (at < 0) return -1
    let quality: number = QUALITY.unstated
    if (bytes[at] === COMMA) {
      let behind = skip(bytes, at, QUALITY_GOOD)
      quality = QUALITY.good
      if (behind < 0) {
        behind = skip(bytes, at, QUALITY_QUESTIONABLE)
        quality = QUALITY.questionable
        if (behind < 0) return -1
      }
      at = behind
    }
    if (bytes[at] !== CLOSING_BRACE) return -1
    patterns[index] = pattern
    values[index] = value
    qualities[index] = quality
    return at + 1
  }

  /** The characters of a signature; @returns null where they are not base64url of 64 bytes in its one spelling */
  function readSignature(bytes: Uint8Array, start: number): Uint8Array | null {
    const signature = new Uint8Array(SIGNATURE_BYTES)
    let bits = 0
    let held = 0
    let length = 0
    for (let i = 0; i < SIGNATURE_CHARACTERS; i++) {
      const six = SIX_BITS[bytes[start + i]!]
      if (six === undefined || six === 64) return null
      bits = ((bits << 6) | six) & 0x3fff
      held += 6
      if (held >= 8) {
        held -= 8
        signature[length++] = bits >>> held
      }
    }
    return (bits & 0x0f) === 0 ? signature : null
  }

  return (bytes, sink) => {
    let at = skip(bytes, 0, OPENING)
    if (at < 0) return false

    let sequence = -1
    let behind = skip(bytes, at, SEQUENCE)
    if (behind >= 0) {
      at = behind
      sequence = 0
      while (isDigit(bytes[at]!)) sequence = sequence * 10 + bytes[at++]! - 0x30
      const digits = at - behind
      // 15 digits always are a safe integer; the one or two more are not worth a comparison here.
      if (digits === 0 || digits > 15 || (digits > 1 && bytes[behind] === 0x30)) return false
      if (bytes[at++] !== COMMA) return false
    }

    let atMs = Number.NaN
    behind = skip(bytes, at, AT)
    if (behind >= 0) {
      atMs = readTime(bytes, behind)
      at = behind + 25
      if (atMs < 0 || bytes[at++] !== COMMA) return false
    }

    at = skip(bytes, at, READINGS)
    if (at < 0) return false
    let count = 0
    let seen = 0
    for (;;) {
      if (count === MAX_READINGS) return false
      at = readReading(bytes, at, count)
      if (at < 0) return false
      const { bit } = patterns[count++]!
      if ((seen & bit) !== 0) return false
      seen |= bit
      const byte = bytes[at++]
      if (byte === CLOSING_BRACKET) break
      if (byte !== COMMA) return false
    }
    for (let i = 0; i < PAIRS.length; i++) {
      const found = seen & PAIRS[i]!
      if (found !== 0 && found !== PAIRS[i]) return false
    }

    let signature: Uint8Array | null = null
    if (bytes[at] === COMMA) {
      at = skip(bytes, at, SIGNATURE)
      if (at < 0) return false
      signature = readSignature(bytes, at)
      at += SIGNATURE_CHARACTERS
      if (signature === null || bytes[at++] !== QUOTE) return false
    }
    if (bytes[at] !== CLOSING_BRACE || at + 1 !== bytes.length) return false

    sink.message(atMs, sequence)
    for (let i = 0; i < count; i++) sink.reading(patterns[i]!.vital, values[i]!, qualities[i]!, null)
    if (signature !== null) sink.signature(signature)
    return true
  }
}
