/** Reads JSON (RFC 8259) from an untrusted sender: bounded, unambiguous, with the name of the field to blame. */
import { isUtf8 } from 'node:buffer'
import { fieldPath } from './fieldPath.ts'
import { type Refusal, type RefusalCode, refuse } from './refusal.ts'

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

/** Has no prototype: every key is the sender's own. */
export interface JsonObject {
  [key: string]: JsonValue
}

export interface JsonLimits {
  readonly maxBytes: number
  /** Objects and arrays inside each other, the outermost counted. */
  readonly maxDepth: number
}

export type JsonOutcome =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly refusal: Refusal }

/** Harmless on objects without a prototype, and refused nevertheless: someone downstream may copy them. */
const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype'])

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function parseStrictJson(payload: Uint8Array, limits: JsonLimits): JsonOutcome {
  if (payload.length > limits.maxBytes) {
    return { ok: false, refusal: refuse('tooLarge', '', `at most ${limits.maxBytes} bytes`) }
  }
  // A copy of its own: the payload may be a view of memory that another thread fills again.
  const bytes = Buffer.from(payload)
  if (!isUtf8(bytes)) return { ok: false, refusal: refuse('notUtf8', '', 'UTF-8') }

  const path: (string | number)[] = []
  let at = 0
  let refusal: Refusal | null = null

  /** Keeps the first refusal; `undefined`, which is no JSON value, unwinds the readers. */
  function fail(code: RefusalCode, allowed: string, given?: string): undefined {
    refusal ??= refuse(code, fieldPath(path), allowed, given)
    return undefined
  }

  function skipSpace(): void {
    while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  }

  function takes(text: string): boolean {
    if (bytes.toString('latin1', at, at + text.length) !== text) return false
    at += text.length
    return true
  }

  function readEscape(): string | undefined {
    const letter = String.fromCharCode(bytes[at + 1] ?? 0)
    if (letter !== 'u') {
      at += 2
      return ESCAPES[letter] ?? fail('notJson', 'an escape of JSON after \\')
    }
    const match = /^\\u([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?/.exec(bytes.toString('latin1', at, at + 12))
    if (!match) return fail('notJson', 'four hexadecimal digits after \\u')
    const first = Number.parseInt(match[1]!, 16)
    at += 6
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first)
    const second = Number.parseInt(match[2] ?? '0', 16)
    if (first > 0xdbff || second < 0xdc00 || second > 0xdfff) return fail('notUtf8', 'paired surrogates')
    at += 6
    return String.fromCharCode(first, second)
  }

  /** At an opening quote. */
  function readString(): string | undefined {
    let text = ''
    let from = ++at
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined) return fail('notJson', 'a closing quote')
      if (byte < 0x20) return fail('notJson', 'control characters as escapes')
      if (byte !== 0x22 && byte !== 0x5c) {
        at++
        continue
      }
      text += bytes.toString('utf8', from, at)
      if (byte === 0x22) {
        at++
        return text
      }
      const escaped = readEscape()
      if (escaped === undefined) return undefined
      text += escaped
      from = at
    }
  }

  function readDigits(): boolean {
    const from = at
    while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++
    return at > from
  }

  function readNumber(): number | undefined {
    const from = at
    if (bytes[at] === 0x2d) at++
    if (bytes[at] === 0x30) at++
    else if (!readDigits()) return fail('notJson', 'a JSON value')
    if (bytes[at] === 0x2e) {
      at++
      if (!readDigits()) return fail('notJson', 'a digit after the point')
    }
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at++
      if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++
      if (!readDigits()) return fail('notJson', 'a digit in the exponent')
    }
    const value = Number(bytes.toString('latin1', from, at))
    return Number.isFinite(value) ? value : fail('notANumber', 'a number within the range of a double')
  }

  function readArray(depth: number): JsonValue[] | undefined {
    const values: JsonValue[] = []
    at++
    skipSpace()
    if (bytes[at] === 0x5d) {
      at++
      return values
    }
    for (;;) {
      path.push(values.length)
      const value = readValue(depth)
      if (value === undefined) return undefined
      path.pop()
      values.push(value)
      skipSpace()
      const byte = bytes[at++]
      if (byte === 0x5d) return values
      if (byte !== 0x2c) return fail('notJson', ', or ]')
    }
  }

  function readKey(object: JsonObject): string | undefined {
    skipSpace()
    if (bytes[at] !== 0x22) return fail('notJson', 'a field name in quotes')
    const key = readString()
    if (key === undefined) return undefined
    path.push(key)
    if (PROTOTYPE_NAMES.has(key)) return fail('unknownField', 'no field of that name', key)
    if (key in object) return fail('duplicateField', 'each field once', key)
    skipSpace()
    return bytes[at++] === 0x3a ? key : fail('notJson', ': after a field name')
  }

  function readObject(depth: number): JsonObject | undefined {
    const object: JsonObject = Object.create(null)
    at++
    skipSpace()
    if (bytes[at] === 0x7d) {
      at++
      return object
    }
    for (;;) {
      const key = readKey(object)
      if (key === undefined) return undefined
      const value = readValue(depth)
      if (value === undefined) return undefined
      path.pop()
      object[key] = value
      skipSpace()
      const byte = bytes[at++]
      if (byte === 0x7d) return object
      if (byte !== 0x2c) return fail('notJson', ', or }')
    }
  }

  function readValue(depth: number): JsonValue | undefined {
    skipSpace()
    const byte = bytes[at]
    if (byte === 0x22) return readString()
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === limits.maxDepth) return fail('tooDeep', `at most ${limits.maxDepth} levels`)
      return byte === 0x7b ? readObject(depth + 1) : readArray(depth + 1)
    }
    if (byte! >= 0x30 && byte! <= 0x39) return readNumber()
    if (takes('true')) return true
    if (takes('false')) return false
    if (takes('null')) return null
    if (takes('NaN') || takes('Infinity') || takes('-Infinity')) {
      return fail('notANumber', 'a finite JSON number')
    }
    return readNumber()
  }

  const value = readValue(0)
  skipSpace()
  if (value !== undefined && at < bytes.length) fail('notJson', 'nothing after the value')
  if (value === undefined || refusal !== null) {
    return { ok: false, refusal: refusal ?? refuse('notJson', '', 'a JSON value') }
  }
  return { ok: true, value }
}
