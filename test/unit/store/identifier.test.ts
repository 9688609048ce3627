import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isIdentifier } from '../../../gateway/store/identifier.ts'
import { randomId } from '../../../gateway/store/randomId.ts'
import { sequentialBytes } from '../../support/sequentialBytes.ts'

test.each(['a', 'wrist-1', 'A4:C1:38:0A:0B:0C', 'urn.x_y', '0', 'x'.repeat(64)])('%j may be an id', (id) => {
  expect(isIdentifier(id)).toBe(true)
})

test.each([
  ...['', ' ', 'x'.repeat(65), 'a b', 'a/b', 'a+', '#', '$SYS', '-h', '.', '..', '_', 'é', 'a\n', 'a\u0000'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'],
])('%j may not', (id) => {
  expect(isIdentifier(id)).toBe(false)
})

test('no id is a key that every object has', () => {
  fc.assert(fc.property(fc.string(), (text) => !isIdentifier(text) || !(text in {})))
})

test('a made id is a UUID of version 4 and may be an id', () => {
  const id = randomId(sequentialBytes())
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(isIdentifier(id)).toBe(true)
})
