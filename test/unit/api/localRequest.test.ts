import { expect, test } from '@jest/globals'
import { refuseForeignRequest } from '../../../gateway/api/localRequest.ts'

const get = { method: 'GET', host: 'localhost:8080', origin: undefined }
const post = { ...get, method: 'POST' }

test.each(['localhost', 'localhost:8080', 'LOCALHOST:8080', '127.0.0.1:8080', '[::1]:8080', '[::1]'])(
  'the gateway answers as %s',
  (host) => {
    expect(refuseForeignRequest({ ...get, host })).toBeNull()
  },
)

test.each([
  undefined,
  '',
  'evil.example',
  'evil.example:8080',
  'localhost.evil.example',
  '127.0.0.1.nip.io',
  'localhost:8080@evil.example',
  '127.0.0.1:8080:8080',
  '192.168.1.4',
  '[::2]',
  '0.0.0.0:8080',
])('a name that only resolves to this machine is refused: %s', (host) => {
  expect(refuseForeignRequest({ ...get, host })).toMatchObject({ code: 'foreignHost' })
})

test.each([
  'http://evil.example',
  'http://localhost:3000',
  'null',
  'file://',
  'nonsense',
  'http://127.0.0.1:8080',
])('a page of %s changes nothing here', (origin) => {
  expect(refuseForeignRequest({ ...post, origin })).toMatchObject({ code: 'foreignOrigin' })
})

test('our own page and programs without an origin may change things', () => {
  expect(refuseForeignRequest({ ...post, origin: 'http://localhost:8080' })).toBeNull()
  expect(refuseForeignRequest({ ...post, origin: undefined })).toBeNull()
})

test('reading is open to links from elsewhere, sockets are not', () => {
  const linked = { ...get, origin: 'http://evil.example' }
  expect(refuseForeignRequest(linked)).toBeNull()
  expect(refuseForeignRequest(linked, true)).toMatchObject({ code: 'foreignOrigin' })
})
