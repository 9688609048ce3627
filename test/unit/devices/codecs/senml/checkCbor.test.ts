import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkCbor } from '../../../../../devices/codecs/senml/checkCbor.ts'
import { encodeCbor } from '../../../../support/encodeCbor.ts'

const limits = { maxBytes: 4096, maxDepth: 4, fieldName: (key: string) => `key${key}` }

function check(hex: string) {
  const refusal = checkCbor(Buffer.from(hex, 'hex'), limits)
  return refusal === null ? 'fine' : `${refusal.code} ${refusal.field}`.trim()
}

test.each([
  ['an array of maps', '82a10201a1022b'],
  ['an array and a map of indefinite length', '9fbf0201ffff'],
  ['floats of 16, 32 and 64 bits', '83f93e00fa42126666fb3ff3333333333333'],
  ['text, bytes, booleans, null', '8662c3a44401020304f4f5f660'],
  ['a decimal fraction', '81c4822119016e'],
  ['the greatest integer of 53 bits', '1b001fffffffffffff'],
])('%s passes', (_, hex) => {
  expect(check(hex)).toBe('fine')
})

test.each([
  ['an integer of 54 bits', '811b0020000000000000', 'notANumber [0]'],
  ['a key given twice', '81a202010202', 'duplicateField [0].key2'],
  ['a key given twice in two lengths', '81a20201180202', 'duplicateField [0].key2'],
  ['a text key given twice', '81a2616101616102', 'duplicateField [0].keya'],
  ['a map as key', '81a1a001', 'notCbor [0]'],
  ['bytes as key', '81a1414101', 'notCbor [0]'],
  ['five levels', '8181818180', 'tooDeep [0][0][0][0]'],
  ['a date (tag 1)', '81c11a5c000000', 'notCbor [0]'],
  ['a big integer (tag 2)', '81c249010000000000000000', 'notCbor [0]'],
  ['a shared reference (tag 28)', '81d81c80', 'notCbor [0]'],
  ['a record definition of the decoder (tag 105)', '81d8698161610161620a', 'notCbor [0]'],
  ['a decimal fraction of text', '81c48261310a', 'notCbor [0]'],
  ['a decimal fraction of three', '81c483010203', 'notCbor [0]'],
  ['text in chunks', '817f61616162ff', 'notCbor [0]'],
  ['undefined', '81f7', 'notCbor [0]'],
  ['a simple value', '81f820', 'notCbor [0]'],
  ['a break in an array of known length', '81ff', 'notCbor [0]'],
  ['a reserved length', '811c', 'notCbor [0]'],
  ['bytes after the value', '8000', 'notCbor'],
  ['nothing', '', 'notCbor'],
  ['a billion items announced', '9a3b9aca00', 'notCbor'],
  ['a billion bytes announced', '815a3b9aca00', 'notCbor [0]'],
  ['an exabyte announced', '815b1000000000000000', 'notANumber [0]'],
  ['a map that ends after a key', '81a102', 'notCbor [0].key2'],
  ['a float that ends early', '81fb3ff3', 'notCbor [0]'],
  ['text that is no UTF-8', '8161ff', 'notUtf8 [0]'],
  ['an endless array', '9f01', 'notCbor'],
])('%s is refused', (_, hex, refusal) => {
  expect(check(hex)).toBe(refusal)
})

test('more bytes than allowed are refused', () => {
  expect(check(`59${(4094).toString(16).padStart(4, '0')}${'00'.repeat(4094)}`)).toBe('tooLarge')
})

test('what an encoder makes of JSON passes', () => {
  const value = fc.array(
    fc.dictionary(
      fc.string(),
      fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null)),
    ),
  )
  fc.assert(
    fc.property(value, (pack) => {
      const bytes = Buffer.from(encodeCbor(pack.map((record) => new Map(Object.entries(record)))))
      expect(checkCbor(bytes, { ...limits, maxBytes: 1e6 })).toBeNull()
    }),
  )
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 48 }), (bytes) => {
      expect(() => checkCbor(Buffer.from(bytes), limits)).not.toThrow()
    }),
    { numRuns: 2000 },
  )
})
