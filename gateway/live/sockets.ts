/** socket.io on the gateway's HTTP server: who may connect, how much may wait for a slow screen, typed sending. */
import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { refuseForeignRequest } from '../api/localRequest.ts'
import type { Log } from '../log.ts'
import type { ClientEvents, ServerEvents } from './channels.ts'

export interface SocketsOptions {
  /** The API's server; sockets live at /socket.io beside it. */
  readonly server: HttpServer
  readonly log: Log
  readonly maxScreens?: number
  /** Events that may wait for one screen before it is left out. */
  readonly maxPending?: number
}

type Screen = Socket<ClientEvents, ServerEvents>

/** Events that wait for one screen, and how many were not sent to it because too many wait. */
interface Backlog {
  pending: number
  skipped: number
}

/** Screens say almost nothing; whatever is larger is not from ours. */
const MAX_INCOMING_BYTES = 4096
const MAX_SCREENS = 200
/** One second of batches and one status; a screen that is slower asks for the newest values instead. */
const MAX_PENDING = 5
const LIVE_ROOM = 'live'

export type Sockets = ReturnType<typeof createSockets>

export function createSockets({
  server,
  log,
  maxScreens = MAX_SCREENS,
  maxPending = MAX_PENDING,
}: SocketsOptions) {
  const io = new Server<ClientEvents, ServerEvents>(server, {
    serveClient: false,
    maxHttpBufferSize: MAX_INCOMING_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    allowRequest(request, answer) {
      const { host, origin } = request.headers
      const refusal = refuseForeignRequest({ method: request.method ?? 'GET', host, origin }, true)
      const full = io.engine.clientsCount >= maxScreens
      if (refusal || full) log.warn({ code: refusal?.code ?? 'full' }, 'socket refused')
      answer(refusal?.code ?? (full ? 'full' : null), !refusal && !full)
    },
  })
  const screens = new Map<Screen, Backlog>()

  function catchUp(screen: Screen, backlog: Backlog): void {
    backlog.pending = 0
    if (backlog.skipped === 0) return
    const { skipped } = backlog
    backlog.skipped = 0
    void screen.join(LIVE_ROOM)
    screen.emit('resync', { skipped })
  }

  io.on('connection', (screen: Screen) => {
    const backlog = { pending: 0, skipped: 0 }
    screens.set(screen, backlog)
    void screen.join(LIVE_ROOM)
    screen.conn.on('packetCreate', () => {
      backlog.pending++
    })
    // Emitted when all that waited has been handed to the connection, which holds no more than that.
    screen.conn.on('drain', () => catchUp(screen, backlog))
    screen.on('disconnect', () => screens.delete(screen))
  })

  function leaveOutSlow(): void {
    for (const [screen, backlog] of screens) {
      if (backlog.pending < maxPending) continue
      if (backlog.skipped === 0) {
        void screen.leave(LIVE_ROOM)
        log.info({ pending: backlog.pending }, 'slow screen left out')
      }
      backlog.skipped++
    }
  }

  return {
    isAnyoneListening: () => screens.size > 0,
    /** To every screen that keeps up; never waits. */
    publish<Name extends keyof ServerEvents>(name: Name, ...payload: Parameters<ServerEvents[Name]>): void {
      leaveOutSlow()
      io.to(LIVE_ROOM).emit(name, ...payload)
    },
    /** Leaves the HTTP server itself to its owner. */
    close(): void {
      io.engine.close()
    },
  }
}
