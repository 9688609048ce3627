import { expect, test } from '@jest/globals'
import { hexPreview, textPreview } from '../../../gateway/api/bytesPreview.ts'

test('bytes are listed sixteen a line with their offset', () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, i) => i)
  expect(hexPreview(bytes)).toBe('0000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n0010  10 11')
  expect(hexPreview(new Uint8Array())).toBe('')
  expect(hexPreview(new Uint8Array(100_000)).split('\n')).toHaveLength(32)
})

test('text is shown as it is, what a terminal or a page would obey is spelt out', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(textPreview(bytes('{"a":\n1}'))).toBe('{"a":\n1}')
  expect(textPreview(bytes('\u001b[2J\u202eevil\ufeff\u0000'))).toBe('\\u001b[2J\\u202eevil\\ufeff\\u0000')
  expect(textPreview(Uint8Array.of(0xc3, 0x28))).toBeNull()
  expect(textPreview(bytes('x'.repeat(10_000)))).toHaveLength(2048)
})
