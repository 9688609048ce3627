/** Leaf hash of the transparency log. */
import { sha256 } from '@noble/hashes/sha2.js'

/** SHA-256(0x00 | commitment), the leaf hash of RFC 6962, section 2.1. */
export function leafHash(commitment: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + commitment.length)
  bytes.set(commitment, 1)
  return sha256(bytes)
}
