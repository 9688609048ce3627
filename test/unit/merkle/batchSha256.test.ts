import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sha256 } from '@noble/hashes/sha2.js'
import { createBatchSha256 } from '../../../contracts/merkle/batchSha256.ts'
import { leafHash } from '../../../contracts/merkle/leaf.ts'

/** FIPS 180-4 padding. */
function pad(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / 64)
  const bytes = new Uint8Array(64 * blocks)
  bytes.set(message)
  bytes[message.length] = 0x80
  new DataView(bytes.buffer).setUint32(bytes.length - 4, message.length * 8)
  return bytes
}

test.each([1, 3, 4, 5, 9])(
  '%i messages of every length up to 130 bytes hash as noble-hashes does',
  (count) => {
    const sha = createBatchSha256([count * 192 + 4 * 192, (count + 4) * 32])
    const [input, output] = sha.regions
    for (let length = 0; length <= 130; length++) {
      const messages = Array.from({ length: count }, (_, i) =>
        Uint8Array.from({ length }, (_, k) => (k * 31 + i * 17 + length) & 255),
      )
      const padded = messages.map(pad)
      const stride = padded[0].length
      padded.forEach((bytes, i) => {
        sha.bytes.set(bytes, input + i * stride)
      })
      sha.digests(input, stride, stride / 64, output, count)
      messages.forEach((message, i) => {
        const digest = sha.bytes.subarray(output + 32 * i, output + 32 * i + 32)
        expect(Buffer.from(digest).toString('hex')).toBe(Buffer.from(sha256(message)).toString('hex'))
      })
    }
  },
)

test('leaves are RFC 6962 leaf hashes', () => {
  const sha = createBatchSha256([8 * 32, 8 * 64, 8 * 32])
  const [commitments, scratch, output] = sha.regions
  for (let i = 0; i < 5 * 32; i++) sha.bytes[commitments + i] = i
  sha.leaves(commitments, scratch, output, 5)
  for (let i = 0; i < 5; i++) {
    const commitment = sha.bytes.slice(commitments + 32 * i, commitments + 32 * i + 32)
    const leaf = sha.bytes.slice(output + 32 * i, output + 32 * i + 32)
    expect(leaf).toEqual(leafHash(commitment))
  }
})

test('the committed WebAssembly is what its source compiles to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-wasm-'))
  try {
    const fresh = join(folder, 'fresh.wasm')
    execFileSync(process.execPath, ['scripts/build-wasm.mjs', fresh])
    expect(readFileSync('contracts/merkle/sha256x4.wasm').equals(readFileSync(fresh))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
