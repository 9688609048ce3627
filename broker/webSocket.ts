/** MQTT over WebSocket, section 6: upgrades on one path of a server that others share. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { Peer } from './judgeConnect.ts'
import type { Lane } from './lane.ts'
import type { Limits } from './limits.ts'
import type { WebSocketListener } from './listeners.ts'
import type { Wire } from './wire.ts'

const SUBPROTOCOL = 'mqtt'

/** What one read of a socket can bring on top of a CONNECT before the lane pauses it. */
const READ_BYTES = 64 * 1024

export interface WebSocketsOptions extends WebSocketListener {
  readonly limits: Limits
  /** A lane that is kept in the set of all, for this connection. */
  readonly accept: (wire: Wire, peer: Peer) => Lane
  readonly onRefused: (lane: Lane) => void
  readonly onClosed: (lane: Lane) => void
}

/** Gathers what is written while corked: mqtt-packet writes a packet in up to seven pieces. */
function createWire(webSocket: WebSocket, socket: Duplex): Wire {
  let corked = 0
  let pieces: Buffer[] = []

  function send(bytes: Uint8Array): boolean {
    if (webSocket.readyState !== webSocket.OPEN) return true
    webSocket.send(bytes, { binary: true })
    return !socket.writableNeedDrain
  }

  return {
    get writableLength() {
      return webSocket.bufferedAmount + pieces.length
    },
    write(bytes) {
      const piece = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      if (corked === 0) return send(piece)
      pieces.push(Buffer.from(piece))
      return !socket.writableNeedDrain
    },
    cork() {
      corked++
    },
    uncork() {
      if (--corked > 0 || pieces.length === 0) return
      const gathered = Buffer.concat(pieces)
      pieces = []
      send(gathered)
    },
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
    end: () => webSocket.close(),
    destroy: () => webSocket.terminate(),
  }
}

/** ws holds a whole frame in memory before it hands it on: nobody unknown may make it hold much. */
function limitUnknown(socket: Duplex, lane: Lane, limit: number): void {
  let seen = 0
  function count(chunk: Buffer): void {
    seen += chunk.length
    if (lane.clientId !== '') socket.off('data', count)
    else if (seen > limit) lane.refuse('tooLong')
  }
  socket.on('data', count)
}

/** @returns stops taking upgrades; lanes that are there stay */
export function listenWebSocket(options: WebSocketsOptions): () => void {
  const { server, path, limits, accept, onRefused, onClosed } = options
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    handleProtocols: () => SUBPROTOCOL,
  })

  function connected(webSocket: WebSocket, request: IncomingMessage, socket: Duplex): void {
    const lane = accept(createWire(webSocket, socket), {
      transport: 'webSocket',
      remoteAddress: request.socket.remoteAddress ?? '',
      certificateName: null,
      certificateFingerprint: null,
    })
    limitUnknown(socket, lane, limits.connectBytes + READ_BYTES)
    webSocket.on('message', (data, isBinary) => {
      if (isBinary) lane.receive(data as Buffer)
      else onRefused(lane) // [MQTT-6.0.0-1]
    })
    socket.on('drain', () => lane.wireDrained())
    webSocket.on('error', () => webSocket.terminate())
    webSocket.on('close', () => onClosed(lane))
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?', 1)[0] !== path) return
    const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim())
    if (!offered?.includes(SUBPROTOCOL)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n') // [MQTT-6.0.0-3]
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => connected(webSocket, request, socket))
  }

  server.on('upgrade', upgrade)
  return () => server.off('upgrade', upgrade)
}
