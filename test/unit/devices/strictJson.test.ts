import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseStrictJson } from '../../../devices/strictJson.ts'

const limits = { maxBytes: 4096, maxDepth: 8 }

function parse(text: string | Uint8Array) {
  return parseStrictJson(typeof text === 'string' ? new TextEncoder().encode(text) : text, limits)
}

function refusalOf(text: string | Uint8Array) {
  const outcome = parse(text)
  return outcome.ok ? null : { code: outcome.refusal.code, field: outcome.refusal.field }
}

test('what JSON.stringify writes is read back as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value)
      const expected = JSON.parse(text)
      fc.pre(!/__proto__|"constructor"|"prototype"/.test(text) && text.isWellFormed())
      const outcome = parseStrictJson(new TextEncoder().encode(text), { maxBytes: 1e6, maxDepth: 8 })
      expect(outcome.ok && JSON.parse(JSON.stringify(outcome.value))).toEqual(expected)
    }),
  )
})

test('any text is read or refused just as JSON.parse does, apart from what is refused on purpose', () => {
  const pieces = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '"',
      '\\',
    ],
  )
  const onPurpose = new Set(['duplicateField', 'tooDeep', 'notANumber'])
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      let expected = true
      try {
        JSON.parse(text)
      } catch {
        expected = false
      }
      const outcome = parse(text)
      if (!outcome.ok && onPurpose.has(outcome.refusal.code)) return
      expect(outcome.ok).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('objects carry no prototype', () => {
  const outcome = parse('{"toString":1}')
  expect(outcome.ok && Object.getPrototypeOf(outcome.value)).toBeNull()
})

describe('is refused, naming the field:', () => {
  test.each([
    ['NaN', '{"readings":[{"value":NaN}]}', 'notANumber', 'readings[0].value'],
    ['infinity', '{"value":-Infinity}', 'notANumber', 'value'],
    ['a number beyond a double', '{"readings":[1,{"value":1e309}]}', 'notANumber', 'readings[1].value'],
    ['a key given twice', '{"a":{"b":1,"b":2}}', 'duplicateField', 'a.b'],
    ['a key given twice in two spellings', '{"a":1,"\\u0061":2}', 'duplicateField', 'a'],
    ['the prototype', '{"a":{"__proto__":{}}}', 'unknownField', 'a.__proto__'],
    ['the constructor', '{"constructor":1}', 'unknownField', 'constructor'],
    ['nine levels', `{"a":${'['.repeat(8)}1${']'.repeat(8)}}`, 'tooDeep', 'a[0][0][0][0][0][0][0]'],
    ['a lone surrogate', '{"a":"\\ud800"}', 'notUtf8', 'a'],
    ['a raw control character', '{"a":"\u0001"}', 'notJson', 'a'],
    ['text after the value', '{} {}', 'notJson', ''],
    ['a byte order mark', '\ufeff{}', 'notJson', ''],
    ['a comma before the end', '[1,]', 'notJson', '[1]'],
    ['a leading zero', '[01]', 'notJson', ''],
    ['a plus sign', '[+1]', 'notJson', '[0]'],
    ['nothing', '', 'notJson', ''],
  ])('%s', (_, text, code, field) => {
    expect(refusalOf(text)).toEqual({ code, field })
  })

  test('bytes that are no UTF-8: overlong, cut, a surrogate', () => {
    for (const bytes of [
      [0xc0, 0xaf],
      [0xe2, 0x82],
      [0xed, 0xa0, 0x80],
    ]) {
      expect(refusalOf(Uint8Array.of(0x22, ...bytes, 0x22))).toEqual({ code: 'notUtf8', field: '' })
    }
  })

  test('more bytes than allowed', () => {
    expect(refusalOf(`"${'a'.repeat(4095)}"`)).toEqual({ code: 'tooLarge', field: '' })
    expect(parse(`"${'a'.repeat(4094)}"`).ok).toBe(true)
  })

  test('a field name that is no name is not repeated in the path', () => {
    expect(refusalOf('{"Jane Doe, born 1950":NaN}')).toEqual({ code: 'notANumber', field: '[?]' })
  })
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(() => parse(bytes)).not.toThrow()
    }),
  )
})
