/** A device's password: 256 random bits, of which only the SHA-256 is kept. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from './randomId.ts'

const TOKEN_BYTES = 32

export interface DeviceToken {
  /** base64url, shown once. */
  readonly token: string
  /** Hex, stored. */
  readonly tokenHash: string
}

/** A slow hash would only cost CPU: 256 random bits can not be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

export function createToken(randomBytes: RandomBytes): DeviceToken {
  const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

/** Of no token: what is compared with where there is no device, so that an unknown id costs what a wrong token costs. */
const NO_HASH = '0'.repeat(64)

export function isTokenOf(tokenHash: string | null, token: string): boolean {
  const given = Buffer.from(hashToken(token), 'hex')
  const stored = Buffer.from(tokenHash ?? NO_HASH, 'hex')
  return timingSafeEqual(given, stored) && tokenHash !== null
}
