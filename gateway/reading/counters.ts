/** What the ingest has done since it started, in shared memory: written by the worker, read by whoever asks. */

export const COUNTERS = [
  'messages',
  'readings',
  'duplicates',
  'conflicts',
  'refused',
  'lateReadings',
  'untrustedTimes',
  'sequenceGaps',
  'commits',
  'failedCommits',
  'commitMicroseconds',
  'lastPosition',
  'indexedPosition',
] as const

export type CounterName = (typeof COUNTERS)[number]

export type Counters = Record<CounterName, number>

export function createCounterMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(COUNTERS.length * 8)
}

/** An object whose fields are the shared numbers themselves. */
export function viewCounters(memory: SharedArrayBuffer): Counters {
  const cells = new Float64Array(memory)
  const counters = {} as Counters
  COUNTERS.forEach((name, i) => {
    Object.defineProperty(counters, name, {
      enumerable: true,
      get: () => cells[i],
      set: (value: number) => {
        cells[i] = value
      },
    })
  })
  return counters
}
