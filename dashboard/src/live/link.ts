/** The socket: hears what the gateway says and hands it to the page's stores. */
import { io, type Socket } from 'socket.io-client'
import type {
  ClientEvents,
  GatewayStatus,
  QuarantineBatch,
  ServerEvents,
} from '../../../gateway/live/channels.ts'
import type { GatewayClock } from './gatewayClock.ts'
import type { Link } from './linkState.ts'
import type { Observable } from './observable.ts'
import type { Readings } from './readings.ts'

export interface LinkOptions {
  readonly readings: Readings
  readonly clock: GatewayClock
  readonly link: Observable<Link>
  readonly status: Observable<GatewayStatus | null>
  readonly screenNow: () => number
  onRefused(batch: QuarantineBatch): void
  /** Something was missed: the newest values must be asked for. */
  onMissed(): void
  onDirectory(): void
  onPresence(): void
}

export function openLink({ readings, clock, link, status, screenNow, ...on }: LinkOptions) {
  const socket: Socket<ServerEvents, ClientEvents> = io({
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
  })
  /** Journal position up to which this page has heard all. */
  let heardTo: number | null = null

  function heard(): void {
    link.set({ connected: true, lastHeardMs: screenNow(), attempts: 0 })
  }

  socket.on('connect', () => {
    heardTo = null
    heard()
    on.onMissed()
    on.onDirectory()
  })
  socket.on('disconnect', () => link.set({ ...link.get(), connected: false }))
  socket.io.on('reconnect_attempt', (attempts) => link.set({ ...link.get(), connected: false, attempts }))

  socket.on('status', (news) => {
    clock.observe(news.at)
    status.set(news)
    heard()
  })
  socket.on('readings', ({ after, to, skipped, readings: batch }) => {
    heard()
    readings.take(batch)
    if (skipped > 0 || (heardTo !== null && after > heardTo)) on.onMissed()
    heardTo = to
  })
  socket.on('quarantined', (batch) => {
    heard()
    heardTo = batch.to
    on.onRefused(batch)
  })
  socket.on('presence', () => on.onPresence())
  socket.on('directory', () => on.onDirectory())
  socket.on('resync', () => on.onMissed())

  return {
    /** Without waiting for the next try. */
    retry: () => socket.disconnect().connect(),
    close: () => socket.close(),
  }
}
