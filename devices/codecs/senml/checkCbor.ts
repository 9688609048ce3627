/**
 * Walks over CBOR (RFC 8949) before it is decoded: bounded, well formed, each key once, nothing but what JSON can say
 * (byte strings and the decimal fractions that RFC 8428, section 6 allows excepted). What passes holds no surprise.
 */
import { isUtf8 } from 'node:buffer'
import { fieldPath } from '../../fieldPath.ts'
import { type Refusal, type RefusalCode, refuse } from '../../refusal.ts'

export interface CborLimits {
  readonly maxBytes: number
  /** Arrays, maps and tags inside each other, the outermost counted. */
  readonly maxDepth: number
  /** How a refusal names a key: an integer in digits, or text. */
  readonly fieldName: (key: string) => string
}

const UNSIGNED = 0
const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const TAG = 6
const INDEFINITE = 31
const BREAK = 0xff
const DECIMAL_FRACTION = 4
/** Of major type 7: false, true, null, and floats of 16, 32 and 64 bits. */
const SIMPLE: ReadonlyMap<number, number> = new Map([
  [20, 0],
  [21, 0],
  [22, 0],
  [25, 2],
  [26, 4],
  [27, 8],
])

export function checkCbor(bytes: Buffer, limits: CborLimits): Refusal | null {
  if (bytes.length > limits.maxBytes) return refuse('tooLarge', '', `at most ${limits.maxBytes} bytes`)
  const path: (string | number)[] = []
  let at = 0
  let refusal: Refusal | null = null

  function fail(code: RefusalCode, allowed: string): false {
    refusal ??= refuse(code, fieldPath(path), allowed)
    return false
  }

  /** The number in an item's head; -1 where there is none to be had. */
  function readArgument(info: number): number {
    if (info < 24) return info
    const width = 2 ** (info - 24)
    if (info > 27 || at + width > bytes.length) {
      fail('notCbor', 'well-formed CBOR')
      return -1
    }
    const argument = width === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, width)
    at += width
    if (argument <= Number.MAX_SAFE_INTEGER) return argument
    fail('notANumber', 'integers of 53 bits')
    return -1
  }

  function skipString(major: number, info: number): boolean {
    if (info === INDEFINITE) return fail('notCbor', 'strings of definite length')
    const length = readArgument(info)
    if (length < 0) return false
    if (at + length > bytes.length) return fail('notCbor', 'as many bytes as announced')
    if (major === TEXT && !isUtf8(bytes.subarray(at, at + length))) return fail('notUtf8', 'UTF-8')
    at += length
    return true
  }

  /** @returns an integer in digits, or text behind a quote; null after a refusal */
  function readKey(): string | null {
    const head = bytes[at++]!
    const major = head >> 5
    if (major === UNSIGNED || major === NEGATIVE) {
      const argument = readArgument(head & 31)
      return argument < 0 ? null : `${major === NEGATIVE ? -1 - argument : argument}`
    }
    if (major !== TEXT) {
      fail('notCbor', 'integers and text as keys')
      return null
    }
    const from = at
    if (!skipString(major, head & 31)) return null
    return `"${bytes.toString('utf8', from, at)}`
  }

  /** Runs `item` for each of `count` items, or until the break. */
  function each(info: number, item: (index: number) => boolean): boolean {
    const count = info === INDEFINITE ? Number.POSITIVE_INFINITY : readArgument(info)
    if (count < 0) return false
    for (let index = 0; index < count; index++) {
      if (at >= bytes.length) return fail('notCbor', 'as many items as announced')
      if (info === INDEFINITE && bytes[at] === BREAK) {
        at++
        return true
      }
      if (!item(index)) return false
    }
    return true
  }

  function walkMap(info: number, depth: number): boolean {
    const keys = new Set<string>()
    return each(info, () => {
      const key = readKey()
      if (key === null) return false
      path.push(limits.fieldName(key.replace(/^"/, '')))
      if (keys.has(key)) return fail('duplicateField', 'each field once')
      keys.add(key)
      if (!walk(depth)) return false
      path.pop()
      return true
    })
  }

  /** Tag 4 holds [exponent, mantissa], both integers (RFC 8949, section 3.4.4). */
  function walkDecimalFraction(info: number): boolean {
    if (info !== DECIMAL_FRACTION || bytes[at++] !== 0x82)
      return fail('notCbor', 'no tags but decimal fractions')
    for (let part = 0; part < 2; part++) {
      const head = bytes[at++] ?? BREAK
      if (head >> 5 > NEGATIVE) return fail('notCbor', 'two integers in a decimal fraction')
      if (readArgument(head & 31) < 0) return false
    }
    return true
  }

  function walk(depth: number): boolean {
    const head = bytes[at++]
    if (head === undefined) return fail('notCbor', 'as many items as announced')
    const major = head >> 5
    const info = head & 31
    if (major === UNSIGNED || major === NEGATIVE) return readArgument(info) >= 0
    if (major === BYTES || major === TEXT) return skipString(major, info)
    if (major === TAG) return walkDecimalFraction(info)
    if (major === ARRAY || major === MAP) {
      if (depth === limits.maxDepth) return fail('tooDeep', `at most ${limits.maxDepth} levels`)
      if (major === MAP) return walkMap(info, depth + 1)
      return each(info, (index) => {
        path.push(index)
        if (!walk(depth + 1)) return false
        path.pop()
        return true
      })
    }
    const width = SIMPLE.get(info)
    if (width === undefined) return fail('notCbor', 'false, true, null and floats')
    at += width
    return at <= bytes.length || fail('notCbor', 'as many bytes as announced')
  }

  if (walk(0) && at < bytes.length) fail('notCbor', 'nothing after the value')
  return refusal
}
