/** Loads the four-lane SHA-256 and lays out its memory. */
import { readFileSync } from 'node:fs'

interface Exports {
  readonly memory: WebAssembly.Memory
  digests(input: number, stride: number, blocks: number, output: number, count: number): void
  leaves(commitments: number, scratch: number, output: number, count: number): void
  grow(pages: number): number
}

const PAGE_BYTES = 65_536
const wasm = readFileSync(new URL('./sha256x4.wasm', import.meta.url))

export interface BatchSha256 {
  /** The memory as bytes and as words in the machine's order (little-endian). */
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** Byte offset of each region asked for, in order. */
  readonly regions: readonly number[]
  readonly digests: Exports['digests']
  readonly leaves: Exports['leaves']
}

/**
 * @param regionBytes sizes of the regions that the caller wants, each rounded up to 64 bytes
 */
export function createBatchSha256(regionBytes: readonly number[]): BatchSha256 {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm))
  const { memory, digests, leaves, grow } = exports as unknown as Exports
  let end = memory.buffer.byteLength
  const regions = regionBytes.map((size) => {
    const start = end
    end += Math.ceil(size / 64) * 64
    return start
  })
  // grown once, before any view: growing detaches the buffer under views made earlier
  grow(Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES))
  return {
    bytes: new Uint8Array(memory.buffer),
    words: new Int32Array(memory.buffer),
    regions,
    digests,
    leaves,
  }
}
