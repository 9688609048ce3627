/** How long a PUBACK takes at a modest, even rate, beside what the disk takes at the same time. */
import { join } from 'node:path'
import type { Latency } from './load/loadRun.ts'
import { type Spread, spreadOf } from './measure/spread.ts'
import type { ProbeArgs, Probed } from './probe/fdatasync.ts'
import { startChild } from './process/startChild.ts'
import { createProductSide } from './productSide.ts'

export interface PubackRound {
  /** Processors that something else took meanwhile, the probe and the disk's threads included. */
  readonly foreignCores: number
  readonly puback: Latency
  readonly fdatasync: Probed
}

export interface PubackRow {
  readonly rounds: readonly PubackRound[]
  readonly p50Ratio: Spread
  readonly p99Ratio: Spread
  readonly reached: boolean
}

export interface PubackRowOptions {
  readonly folder: string
  readonly rounds: number
  readonly scale: number
  readonly say: (line: string) => void
}

export const PUBACK_TARGET = { maxP50: 3, maxP99: 2.5 } as const
const MESSAGES_PER_SECOND = 2_000
const CONNECTIONS = 50
/** More than a second of this rate may be unacknowledged: the pace is kept whatever the disk does. */
const IN_FLIGHT = 64
const ROUND_SECONDS = 8
const WARM_UP_MESSAGES = 50_000
const PROBE_EVERY_MS = 5

export async function measurePubackRow({
  folder,
  rounds: count,
  scale,
  say,
}: PubackRowOptions): Promise<PubackRow> {
  const product = await createProductSide({
    folder: join(folder, 'product'),
    connections: CONNECTIONS,
    inFlight: IN_FLIGHT,
    readings: 1,
  })
  const probe = startChild({ script: new URL('./probe/fdatasync.ts', import.meta.url) })
  const rounds: PubackRound[] = []
  try {
    await product.saturate(Math.round(WARM_UP_MESSAGES * scale))
    for (let round = 0; round <= count; round++) {
      await probe.ask('start', { folder, everyMs: PROBE_EVERY_MS } satisfies ProbeArgs)
      const seconds = ROUND_SECONDS * Math.min(1, scale)
      const { latency: puback, foreignCores } = await product.pace({
        messages: Math.round(MESSAGES_PER_SECOND * seconds),
        messagesPerSecond: MESSAGES_PER_SECOND,
      })
      const fdatasync = await probe.ask<Probed>('stop')
      if (round === 0) continue // warms the path of small batches
      rounds.push({ foreignCores, puback, fdatasync })
      const ms = ({ p50Ms, p99Ms }: Probed | Latency) => `p50 ${p50Ms.toFixed(2)} p99 ${p99Ms.toFixed(2)} ms`
      say(
        `PUBACK at ${MESSAGES_PER_SECOND}/s, round ${round}: ${ms(puback)}, fdatasync ${ms(fdatasync)}, others ${foreignCores.toFixed(2)} processors`,
      )
    }
  } finally {
    await probe.close()
    await product.close()
  }
  const p50Ratio = spreadOf(rounds.map(({ puback, fdatasync }) => puback.p50Ms / fdatasync.p50Ms))
  const p99Ratio = spreadOf(rounds.map(({ puback, fdatasync }) => puback.p99Ms / fdatasync.p99Ms))
  const reached = p50Ratio.median <= PUBACK_TARGET.maxP50 && p99Ratio.median <= PUBACK_TARGET.maxP99
  return { rounds, p50Ratio, p99Ratio, reached }
}
