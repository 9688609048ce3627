/** Live screens: sockets, the follower that feeds them, and the news of the process. */
import type { Server as HttpServer } from 'node:http'
import type { Stats } from '../api/stats.ts'
import type { Events } from '../events.ts'
import type { JournalReader } from '../journal/reader.ts'
import type { Log } from '../log.ts'
import { createLiveFollower } from './follower.ts'
import { createRate } from './rate.ts'
import { createSockets } from './sockets.ts'

export interface LiveOptions {
  readonly server: HttpServer
  readonly events: Events
  readonly reader: Pick<JournalReader, 'entriesAfter'>
  readonly log: Log
  readonly now: () => number
  readonly readStats: () => Stats
}

const STATUS_INTERVAL_MS = 1000
const RATE_WINDOW_MS = 5000

export function createLive({ server, events, reader, log, now, readStats }: LiveOptions) {
  const sockets = createSockets({ server, log })
  const messageRate = createRate(RATE_WINDOW_MS)
  let storeFailingSinceMs: number | null = null

  const follower = createLiveFollower({
    events,
    reader,
    log,
    now,
    screens: {
      isAnyoneListening: sockets.isAnyoneListening,
      readings: (batch) => sockets.publish('readings', batch),
      quarantined: (batch) => sockets.publish('quarantined', batch),
    },
  })

  const stop = [
    events.on('presence', ({ deviceId, state, reason, atMs }) => {
      sockets.publish('presence', { deviceId, state, reason, at: new Date(atMs).toISOString() })
    }),
    events.on('directory', ({ revision }) => sockets.publish('directory', { revision })),
    events.on('store', ({ state }) => {
      storeFailingSinceMs = state === 'failing' ? (storeFailingSinceMs ?? now()) : null
    }),
  ]

  const ticker = setInterval(() => {
    const { counters, connections } = readStats()
    const atMs = now()
    const messagesPerSecond = Math.round(messageRate(counters.messages, atMs) * 10) / 10
    if (!sockets.isAnyoneListening()) return
    sockets.publish('status', {
      at: new Date(atMs).toISOString(),
      position: counters.lastPosition,
      messagesPerSecond,
      connections,
      storeFailingSince: storeFailingSinceMs === null ? null : new Date(storeFailingSinceMs).toISOString(),
    })
  }, STATUS_INTERVAL_MS)

  return {
    async close(): Promise<void> {
      clearInterval(ticker)
      for (const off of stop) off()
      await follower.close()
      sockets.close()
    },
  }
}
