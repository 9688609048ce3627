/**
 * Salts, commitments and leaves of a whole batch at once; the formulas are those of devices/canonical.ts.
 * Messages of equal length in blocks are hashed together, so they are sorted by it first.
 */

import { createBatchSha256 } from '../../contracts/merkle/batchSha256.ts'
import { HASH_BYTES, MAX_DEVICE_ID_BYTES, MAX_READINGS, SALT_BYTES } from '../../devices/canonical.ts'
import type { Batch } from './batch.ts'
import { swapWord } from './byteOrder.ts'

const BLOCK_BYTES = 64
const BLOCK_WORDS = 16
/** Words before the readings: salt, "VG1" and count, at, sequence, received. */
const HEAD_WORDS = 4 + 1 + 2 + 2 + 2
/** 1 byte of mark and 8 of length end the last block (FIPS 180-4, section 5.1.1). */
const PADDING_BYTES = 9

function blocksOf(readings: number, idBytes: number): number {
  return Math.ceil((HEAD_WORDS * 4 + HASH_BYTES * readings + idBytes + PADDING_BYTES) / BLOCK_BYTES)
}

const MAX_BLOCKS = blocksOf(MAX_READINGS, MAX_DEVICE_ID_BYTES)
const GROUP_MESSAGES = 1024
const GROUP_READINGS = 4096
const GROUP_BLOCKS = 4096
/** The four lanes hash messages of one length: of each length up to three places stay empty. */
const EMPTY_BLOCKS = (3 * MAX_BLOCKS * (MAX_BLOCKS + 1)) / 2
const LITTLE_VG1 = 0x314756

export interface Commitments {
  /**
   * Hashes messages [from, …) of the batch, as many as fit one round.
   * @returns the first message not hashed; `leaves` and `salts` hold the round's results
   */
  hash(batch: Batch, from: number): number
  /** 32 bytes for each message of the last round. */
  readonly leaves: Uint8Array
  /** 16 bytes for each message of the last round, in order. */
  readonly messageSalts: Uint8Array
  /** 16 bytes for each reading of the last round, in order. */
  readonly readingSalts: Uint8Array
}

export interface CommitmentsOptions {
  readonly deviceId: (device: number) => string
  /** Fills the bytes with randomness fit for secrets. */
  readonly fillRandom: (bytes: Uint8Array) => void
}

export function createCommitments({ deviceId, fillRandom }: CommitmentsOptions): Commitments {
  const sha = createBatchSha256([
    (GROUP_READINGS + 4) * BLOCK_BYTES,
    (GROUP_READINGS + 4) * HASH_BYTES,
    (GROUP_BLOCKS + EMPTY_BLOCKS) * BLOCK_BYTES,
    (GROUP_MESSAGES + 4 * MAX_BLOCKS) * HASH_BYTES,
    (GROUP_MESSAGES + 4 * MAX_BLOCKS) * BLOCK_BYTES,
    (GROUP_MESSAGES + 4 * MAX_BLOCKS) * HASH_BYTES,
  ])
  const [readingBlocks, readingHashes, messageBlocks, commitments, leafScratch, leafHashes] = sha.regions
  const { words } = sha
  const salts = new Int32Array((GROUP_MESSAGES + GROUP_READINGS) * 4)
  const saltBytes = new Uint8Array(salts.buffer)
  const leaves = new Uint8Array(GROUP_MESSAGES * HASH_BYTES)
  const leafWords = new Int32Array(leaves.buffer)
  const endings: (Int32Array | undefined)[] = []
  const idLengths: number[] = []
  const blocks = new Uint8Array(GROUP_MESSAGES)
  const slotOf = new Int32Array(GROUP_MESSAGES)
  const perLength = new Int32Array(MAX_BLOCKS + 1)
  const lengthStart = new Int32Array(MAX_BLOCKS + 1)
  const lengthSlot = new Int32Array(MAX_BLOCKS + 1)

  // what never changes in a reading's block: its padding and its length of 24 bytes
  for (let i = 0; i < GROUP_READINGS + 4; i++) {
    const block = (readingBlocks >> 2) + i * BLOCK_WORDS
    words[block + 6] = 0x80
    words[block + 15] = swapWord((SALT_BYTES + 8) * 8)
  }

  /** The id with the padding mark behind it, as words. */
  function ending(device: number): Int32Array {
    const known = endings[device]
    if (known) return known
    const id = Buffer.from(deviceId(device))
    const bytes = Buffer.alloc(Math.ceil((id.length + 1) / 4) * 4)
    id.copy(bytes)
    bytes[id.length] = 0x80
    idLengths[device] = id.length
    const made = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    const copy = made.slice()
    endings[device] = copy
    return copy
  }

  /** How many messages fit one round, and how many of each length in blocks there are. */
  function plan(batch: Batch, from: number): number {
    perLength.fill(0)
    let readings = 0
    let total = 0
    let m = from
    for (; m < batch.messages && m - from < GROUP_MESSAGES; m++) {
      const count = batch.firstReading[m + 1] - batch.firstReading[m]
      ending(batch.device[m])
      const length = blocksOf(count, idLengths[batch.device[m]])
      if (readings + count > GROUP_READINGS || total + length > GROUP_BLOCKS) break
      readings += count
      total += length
      blocks[m - from] = length
      perLength[length]++
    }
    let block = 0
    let slot = 0
    for (let length = 1; length <= MAX_BLOCKS; length++) {
      lengthStart[length] = block
      lengthSlot[length] = slot
      const padded = (perLength[length] + 3) & ~3
      block += padded * length
      slot += padded
    }
    return m
  }

  function hashReadings(batch: Batch, first: number, count: number, saltAt: number): void {
    const { canonical } = batch
    for (let i = 0; i < count; i++) {
      const block = (readingBlocks >> 2) + i * BLOCK_WORDS
      const salt = saltAt + 4 * i
      words[block] = salts[salt]
      words[block + 1] = salts[salt + 1]
      words[block + 2] = salts[salt + 2]
      words[block + 3] = salts[salt + 3]
      words[block + 4] = canonical[2 * (first + i)]
      words[block + 5] = canonical[2 * (first + i) + 1]
    }
    sha.digests(readingBlocks, BLOCK_BYTES, 1, readingHashes, count)
  }

  function writeTime(word: number, ms: number): void {
    words[word] = swapWord(Math.floor(ms / 0x1_0000_0000))
    words[word + 1] = swapWord(ms >>> 0)
  }

  function writeMessage(batch: Batch, m: number, i: number, firstReading: number): void {
    const length = blocks[i]
    const slot = lengthSlot[length]++
    slotOf[i] = slot
    const start = (messageBlocks >> 2) + lengthStart[length] * BLOCK_WORDS
    lengthStart[length] += length
    const count = batch.firstReading[m + 1] - batch.firstReading[m]
    let word = start
    for (let k = 0; k < 4; k++) words[word++] = salts[4 * i + k]
    words[word] = LITTLE_VG1 | (count << 24)
    writeTime(word + 1, batch.atMs[m])
    writeTime(word + 3, batch.sequence[m])
    writeTime(word + 5, batch.receivedAtMs[m])
    word += 7
    let hash = (readingHashes >> 2) + (batch.firstReading[m] - firstReading) * 8
    for (const end = hash + 8 * count; hash < end; ) words[word++] = words[hash++]
    const tail = endings[batch.device[m]] as Int32Array
    for (let k = 0; k < tail.length; k++) words[word++] = tail[k]
    const end = start + length * BLOCK_WORDS
    while (word < end - 1) words[word++] = 0
    words[end - 1] = swapWord((HEAD_WORDS * 4 + HASH_BYTES * count + idLengths[batch.device[m]]) * 8)
  }

  /** One call for each length in blocks that occurs; all lengths share the region of commitments. */
  function hashMessages(): number {
    let block = 0
    let slot = 0
    for (let length = 1; length <= MAX_BLOCKS; length++) {
      const count = perLength[length]
      if (count === 0) continue
      const input = messageBlocks + block * BLOCK_BYTES
      sha.digests(input, length * BLOCK_BYTES, length, commitments + slot * HASH_BYTES, count)
      block += ((count + 3) & ~3) * length
      slot += (count + 3) & ~3
    }
    return slot
  }

  return {
    leaves,
    messageSalts: saltBytes,
    readingSalts: saltBytes.subarray(GROUP_MESSAGES * SALT_BYTES),

    hash(batch, from) {
      const to = plan(batch, from)
      const count = to - from
      const firstReading = batch.firstReading[from]
      const readings = batch.firstReading[to] - firstReading
      fillRandom(saltBytes.subarray(0, count * SALT_BYTES))
      fillRandom(saltBytes.subarray(GROUP_MESSAGES * SALT_BYTES, (GROUP_MESSAGES + readings) * SALT_BYTES))
      hashReadings(batch, firstReading, readings, 4 * GROUP_MESSAGES)
      for (let i = 0; i < count; i++) writeMessage(batch, from + i, i, firstReading)
      const slots = hashMessages()
      sha.leaves(commitments, leafScratch, leafHashes, slots)
      for (let i = 0; i < count; i++) {
        const leaf = (leafHashes >> 2) + slotOf[i] * 8
        for (let k = 0; k < 8; k++) leafWords[8 * i + k] = words[leaf + k]
      }
      return to
    },
  }
}
