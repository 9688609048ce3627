/** What all connections of one run share: how much is left to send, what came back, how long it took. */
import type { RecordableHistogram } from 'node:perf_hooks'
import { createHistogram } from 'node:perf_hooks'

export interface LoadRun {
  /** Messages that no connection has taken yet: whoever has room takes the next. */
  left: number
  /** PUBACKs received. */
  acknowledged: number
  readonly messages: number
  /** Every how many frames of a connection are timed; 1: all. */
  readonly timedEvery: number
  /** Nanoseconds from the write of a PUBLISH to the read of its PUBACK. */
  readonly latencyNs: RecordableHistogram
  readonly finished: Promise<void>
  finish(): void
}

export interface Latency {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export function createLoadRun(messages: number, timedEvery: number): LoadRun {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  return {
    left: messages,
    acknowledged: 0,
    messages,
    timedEvery,
    latencyNs: createHistogram({ lowest: 1, highest: 60e9, figures: 3 }),
    finished,
    finish,
  }
}

export function latencyOf({ latencyNs }: LoadRun): Latency {
  const { count, max } = latencyNs
  return {
    count,
    p50Ms: latencyNs.percentile(50) / 1e6,
    p99Ms: latencyNs.percentile(99) / 1e6,
    maxMs: max / 1e6,
  }
}
