/**
 * Has this message been stored before? Its identity is device, time and sequence; without a sequence it is device,
 * time and content. A high-water mark answers for almost every message ("newer than anything from this device");
 * the rest is looked up among the messages not indexed yet, then in the index. Exact, and 0.011 us for the usual
 * case against 1.8 to 3.1 us for a UNIQUE index (prototype).
 */

/** The unindexed end of the journal; the pipeline indexes before it is full. */
export const TAIL_MESSAGES = 1 << 18

export interface Identity {
  /** False: surely never seen. True: ask `candidates`. */
  mayBeKnown(device: number, atMs: number): boolean
  /** Positions of stored messages of this device with this time and sequence (-1: none), newest first. */
  candidates(device: number, atMs: number, sequence: number): number[]
  /** @param indexed false while the message is not in the index yet */
  remember(device: number, atMs: number, sequence: number, position: number): void
  /** A message that has no time, and so no identity, came from this device. */
  meet(device: number): void
  /** Messages remembered since the last `forgetTail`. */
  readonly tail: () => number
  /** Devices remembered or met since then. */
  tailDevices(): Iterable<number>
  /** All remembered messages are in the index now. */
  forgetTail(): void
  /** Greatest time of anything stored from this device; -Infinity: nothing. */
  known(device: number): number
  setKnown(device: number, atMs: number): void
}

export interface IdentityOptions {
  /** Positions in the index of this device with this time and sequence. */
  readonly lookUp: (device: number, atMs: number, sequence: number) => number[]
}

export function createIdentity({ lookUp }: IdentityOptions): Identity {
  const known: number[] = []
  const at = new Float64Array(TAIL_MESSAGES)
  const sequences = new Float64Array(TAIL_MESSAGES)
  const positions = new Float64Array(TAIL_MESSAGES)
  /** Chain of a device's messages: index of the one before, -1 at its end. */
  const before = new Int32Array(TAIL_MESSAGES)
  let newest: number[] = []
  let used = 0

  return {
    known: (device) => known[device] ?? Number.NEGATIVE_INFINITY,
    setKnown(device, atMs) {
      known[device] = atMs
    },
    mayBeKnown: (device, atMs) => atMs <= (known[device] ?? Number.NEGATIVE_INFINITY),
    candidates(device, atMs, sequence) {
      const found: number[] = []
      for (let i = newest[device] ?? -1; i >= 0; i = before[i]) {
        if (at[i] === atMs && sequences[i] === sequence) found.push(positions[i])
      }
      return found.concat(lookUp(device, atMs, sequence))
    },
    remember(device, atMs, sequence, position) {
      if (!(atMs <= known[device])) known[device] = atMs
      at[used] = atMs
      sequences[used] = sequence
      positions[used] = position
      before[used] = newest[device] ?? -1
      newest[device] = used++
    },
    meet(device) {
      newest[device] ??= -1
    },
    tail: () => used,
    // a sparse array's keys: only devices that are in the tail
    tailDevices: () => Object.keys(newest).map(Number),
    forgetTail() {
      used = 0
      newest = []
    },
  }
}
