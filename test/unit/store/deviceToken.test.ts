import { expect, test } from '@jest/globals'
import { createToken, hashToken, isTokenOf } from '../../../gateway/store/deviceToken.ts'
import { sequentialBytes } from '../../support/sequentialBytes.ts'

test('a token is 256 bits as base64url, and its SHA-256 is what is kept', () => {
  const { token, tokenHash } = createToken(sequentialBytes())
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(tokenHash).toBe(hashToken(token))
  // `printf abc | sha256sum`, FIPS 180-2 example B.1
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('only the token itself fits, and nothing fits where there is none', () => {
  const { token, tokenHash } = createToken(sequentialBytes())
  expect(isTokenOf(tokenHash, token)).toBe(true)
  expect(isTokenOf(tokenHash, `${token} `)).toBe(false)
  expect(isTokenOf(null, token)).toBe(false)
  expect(isTokenOf(null, '')).toBe(false)
})
