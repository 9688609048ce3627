/** Reads the 64 bytes of an Ed25519 signature from base64url (RFC 4648, section 5), padded or not. */

/** 86 characters carry 516 bits: the four left over must be zero, so that a signature has one spelling. */
const BASE64URL_64 = /^[A-Za-z0-9_-]{85}[AQgw](?:==)?$/

export const SIGNATURE_ALLOWED = '64 bytes in base64url'

export function parseSignature(text: string): Uint8Array | null {
  return BASE64URL_64.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : null
}
