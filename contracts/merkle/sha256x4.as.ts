/**
 * SHA-256 (FIPS 180-4) of four messages at a time, one in each lane of a 128-bit vector (AssemblyScript).
 * Messages lie in memory already padded, `stride` bytes apart; `count` is rounded up to a multiple of four,
 * so the caller leaves room for three more messages and digests.
 */

// FIPS 180-4, section 4.2.2: fractional parts of the cube roots of the first 64 primes
const ROUND: StaticArray<u32> = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]
// FIPS 180-4, section 5.3.3: fractional parts of the square roots of the first eight primes
const INITIAL: StaticArray<u32> = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]
/** 64 words of the message schedule, four lanes each. */
const schedule = memory.data(64 * 16)
/** Eight words of the state, four lanes each. */
const state = memory.data(8 * 16)

// @ts-ignore: decorators are AssemblyScript's
@inline function rotateRight(x: v128, by: i32): v128 {
  return v128.or(v128.shr<u32>(x, by), v128.shl<u32>(x, 32 - by))
}

// @ts-ignore: decorators are AssemblyScript's
@inline function bigEndian(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

// @ts-ignore: decorators are AssemblyScript's
@inline function add(x: v128, y: v128): v128 {
  return v128.add<u32>(x, y)
}

/** Words 0 to 15 of the schedule: one block of each lane, transposed. */
function loadBlocks(block: usize, stride: usize): void {
  for (let offset: usize = 0; offset < 64; offset += 16) {
    const a = bigEndian(v128.load(block + offset))
    const b = bigEndian(v128.load(block + stride + offset))
    const c = bigEndian(v128.load(block + 2 * stride + offset))
    const d = bigEndian(v128.load(block + 3 * stride + offset))
    const abLow = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
    const abHigh = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
    const cdLow = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
    const cdHigh = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
    const word = schedule + offset * 4
    v128.store(word, v128.shuffle<u64>(abLow, cdLow, 0, 2))
    v128.store(word + 16, v128.shuffle<u64>(abLow, cdLow, 1, 3))
    v128.store(word + 32, v128.shuffle<u64>(abHigh, cdHigh, 0, 2))
    v128.store(word + 48, v128.shuffle<u64>(abHigh, cdHigh, 1, 3))
  }
}

/** Words 16 to 63. */
function extendSchedule(): void {
  for (let word = schedule + 16 * 16; word < schedule + 64 * 16; word += 16) {
    const w15 = v128.load(word - 15 * 16)
    const w2 = v128.load(word - 2 * 16)
    const s0 = v128.xor(v128.xor(rotateRight(w15, 7), rotateRight(w15, 18)), v128.shr<u32>(w15, 3))
    const s1 = v128.xor(v128.xor(rotateRight(w2, 17), rotateRight(w2, 19)), v128.shr<u32>(w2, 10))
    v128.store(word, add(add(v128.load(word - 16 * 16), s0), add(v128.load(word - 7 * 16), s1)))
  }
}

function compress(): void {
  let a = v128.load(state)
  let b = v128.load(state + 16)
  let c = v128.load(state + 32)
  let d = v128.load(state + 48)
  let e = v128.load(state + 64)
  let f = v128.load(state + 80)
  let g = v128.load(state + 96)
  let h = v128.load(state + 112)
  for (let round = 0; round < 64; round++) {
    const s1 = v128.xor(v128.xor(rotateRight(e, 6), rotateRight(e, 11)), rotateRight(e, 25))
    const choice = v128.bitselect(f, g, e)
    const constant = v128.splat<u32>(unchecked(ROUND[round]))
    const t1 = add(add(add(h, s1), add(choice, constant)), v128.load(schedule + ((<usize>round) << 4)))
    const s0 = v128.xor(v128.xor(rotateRight(a, 2), rotateRight(a, 13)), rotateRight(a, 22))
    const majority = v128.bitselect(c, a, v128.xor(a, b))
    h = g
    g = f
    f = e
    e = add(d, t1)
    d = c
    c = b
    b = a
    a = add(t1, add(s0, majority))
  }
  v128.store(state, add(v128.load(state), a))
  v128.store(state + 16, add(v128.load(state + 16), b))
  v128.store(state + 32, add(v128.load(state + 32), c))
  v128.store(state + 48, add(v128.load(state + 48), d))
  v128.store(state + 64, add(v128.load(state + 64), e))
  v128.store(state + 80, add(v128.load(state + 80), f))
  v128.store(state + 96, add(v128.load(state + 96), g))
  v128.store(state + 112, add(v128.load(state + 112), h))
}

/** Digests of `count` messages of `blocks` 64-byte blocks each; 32 bytes each at `output`. */
export function digests(input: usize, stride: usize, blocks: usize, output: usize, count: usize): void {
  for (let first: usize = 0; first < count; first += 4) {
    for (let word: usize = 0; word < 8; word++) {
      v128.store(state + word * 16, v128.splat<u32>(unchecked(INITIAL[<i32>word])))
    }
    for (let block: usize = 0; block < blocks; block++) {
      loadBlocks(input + first * stride + block * 64, stride)
      extendSchedule()
      compress()
    }
    for (let lane: usize = 0; lane < 4; lane++) {
      const digest = output + (first + lane) * 32
      for (let word: usize = 0; word < 8; word++) {
        store<u32>(digest + word * 4, bswap<u32>(load<u32>(state + word * 16 + lane * 4)))
      }
    }
  }
}

/** RFC 6962 leaf hashes SHA-256(0x00 | commitment) of `count` 32-byte commitments; `scratch` holds 64 bytes each. */
export function leaves(commitments: usize, scratch: usize, output: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const block = scratch + i * 64
    store<u8>(block, 0)
    memory.copy(block + 1, commitments + i * 32, 32)
    memory.fill(block + 33, 0, 31)
    store<u8>(block + 33, 0x80)
    store<u16>(block + 62, bswap<u16>(33 * 8))
  }
  digests(scratch, 64, 1, output, count)
}

/** Adds 64 KiB pages; to be called once, before views of the memory are made. */
export function grow(pages: i32): i32 {
  return memory.grow(pages)
}
