import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isText, isTopicFilter, isTopicName } from '../../../broker/mqttText.ts'

const within = (
  check: (bytes: Buffer, start: number, end: number) => boolean,
  content: string | Uint8Array,
) => {
  const bytes = Buffer.concat([Buffer.from('+\0'), Buffer.from(content), Buffer.from('\0#')])
  return check(bytes, 2, bytes.length - 2)
}

test('text is whatever UTF-8 can say, but for control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (content) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(within(isText, content)).toBe(!/[\u0000-\u001f\u007f]/.test(content))
    }),
  )
})

test('bytes that are not UTF-8 are no text', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (bytes) => {
      let isUtf8 = true
      try {
        decoder.decode(bytes)
      } catch {
        isUtf8 = false
      }
      const hasControls = bytes.some((byte) => byte < 0x20 || byte === 0x7f)
      expect(within(isText, bytes)).toBe(isUtf8 && !hasControls)
    }),
    { numRuns: 2000 },
  )
})

test.each(['a', '/', 'a/b', '/a', '$SYS', 'a b'])('%p is a topic name', (name) => {
  expect(within(isTopicName, name)).toBe(true)
})

test.each(['', '#', '+', 'a/#', 'a/+/b', 'a#', 'a+'])('%p is no topic name', (name) => {
  expect(within(isTopicName, name)).toBe(false)
})

test.each(['#', '+', '/', 'a', 'a/#', '+/+', '/+', '+/a/#', 'a/+/b', '/#', '+/'])(
  '%p is a filter',
  (filter) => {
    expect(within(isTopicFilter, filter)).toBe(true)
  },
)

test.each(['', 'a#', '#/', '#/a', 'a/b#', 'a+', '+a', 'a/+b', 'a/b+/c', '++', '##', '+#', '#+'])(
  '%p is no filter',
  (filter) => {
    expect(within(isTopicFilter, filter)).toBe(false)
  },
)
