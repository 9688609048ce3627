/** The broker: listeners in front, lanes in the middle, aedes behind, and what the gateway may ask of it. */
import type { Server, Socket } from 'node:net'
import { AckArena } from './ackArena.ts'
import { createAdmission } from './admission.ts'
import type { Authorization } from './authorize.ts'
import { deviceAuthorization } from './authorize.ts'
import { checkConnectFirstByte } from './connect.ts'
import { checkFirstByte, checkLength } from './frame.ts'
import type { Intake } from './intake.ts'
import type { Peer, Transport } from './judgeConnect.ts'
import { Lane } from './lane.ts'
import type { LaneHost } from './laneHost.ts'
import type { Limits } from './limits.ts'
import { LIMITS } from './limits.ts'
import type { ListenersConfig } from './listeners.ts'
import { listenTcp, listenTls, portOf } from './listeners.ts'
import type { Authenticate, PresenceChange } from './ports.ts'
import type { RefusedPacket } from './refusedPacket.ts'
import { REFUSED_PACKETS } from './refusedPacket.ts'
import { createSessions } from './sessions.ts'
import { tieSocket } from './socketLane.ts'
import { createSweep } from './sweep.ts'
import { listenWebSocket } from './webSocket.ts'
import type { Wire } from './wire.ts'

/** Between two looks at what closing waits for. */
const POLL_MS = 5

export interface BrokerOptions {
  readonly intake: Intake
  readonly authenticate: Authenticate
  readonly listeners: ListenersConfig
  readonly authorization?: Authorization
  readonly limits?: Partial<Limits>
  /** Wall clock, Unix milliseconds. */
  readonly now?: () => number
  /** A clock that never jumps, milliseconds. */
  readonly monotonicMs?: () => number
  readonly onPresence?: (change: PresenceChange) => void
  readonly onRefusedPacket?: (why: RefusedPacket) => void
  /** aedes failed; the error names no topic and no payload. */
  readonly onError?: (error: Error) => void
}

export interface Connection {
  readonly deviceId: string
  readonly kind: 'device' | 'bridge'
  readonly transport: Transport
  readonly remoteAddress: string
  readonly connectedAtMs: number
  /** How long ago its last byte came. */
  readonly silentMs: number
  readonly messages: number
  /** True while the gateway lets it wait: rate, store, or its own unread output. */
  readonly isHeld: boolean
}

export interface BrokerStats {
  readonly connections: number
  /** PUBLISH packets that went to the intake. */
  readonly received: number
  /** PUBLISH packets that went to aedes. */
  readonly forwarded: number
  readonly refused: Readonly<Record<RefusedPacket, number>>
}

export interface Broker {
  /** Ports in use; null where there is no such listener. */
  readonly ports: { readonly tcp: number | null; readonly tls: number | null }
  publish(
    topic: string,
    payload: string | Uint8Array,
    options?: { qos?: 0 | 1 | 2; retain?: boolean },
  ): Promise<void>
  /** Closes the device's connection, if there is one. @param reason fixed phrase for presence */
  disconnect(deviceId: string, reason: string): boolean
  connections(): Connection[]
  stats(): BrokerStats
  /** Takes no more, waits for the commits under way, closes all connections. */
  close(): Promise<void>
}

export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const limits: Limits = { ...LIMITS, ...options.limits }
  const now = options.now ?? Date.now
  const clock = options.monotonicMs ?? (() => performance.now())
  const monotonicMs = () => Math.floor(clock())
  const authorization = options.authorization ?? deviceAuthorization
  const lanes = new Set<Lane>()
  const refused = Object.fromEntries(REFUSED_PACKETS.map((why) => [why, 0])) as Record<RefusedPacket, number>
  let received = 0
  let forwarded = 0
  let connections = 0
  let isClosing = false

  const sessions = await createSessions({
    authorization,
    limits,
    onError: options.onError ?? (() => {}),
  })
  const host: LaneHost = {
    intake: options.intake,
    authenticate: options.authenticate,
    authorization,
    limits,
    admission: createAdmission(),
    sessions,
    arena: new AckArena(),
    header: { bodyStart: 0, end: 0 },
    places: { topicStart: 0, topicEnd: 0, packetId: 0, payloadStart: 0 },
    connectChecks: {
      checkFirstByte: checkConnectFirstByte,
      checkLength: (_first, length) => (length > limits.connectBytes ? 'tooLong' : null),
      payloadBytes: 0,
    },
    packetChecks: {
      checkFirstByte,
      checkLength: (first, length) => checkLength(first, length, limits),
      payloadBytes: limits.payloadBytes,
    },
    get isClosing() {
      return isClosing
    },
    now,
    monotonicMs,
    received(messages) {
      received += messages
    },
    forwarded() {
      forwarded++
    },
    refused(why) {
      refused[why]++
      options.onRefusedPacket?.(why)
    },
    presence(deviceId, state, reason) {
      connections += state === 'connected' ? 1 : -1
      options.onPresence?.({ deviceId, state, reason })
    },
  }
  const sweep = createSweep({ lanes, everyMs: limits.sweepMs, monotonicMs })

  function accept(wire: Wire, peer: Peer): Lane {
    const lane = new Lane(host, wire, peer)
    lanes.add(lane)
    return lane
  }

  const acceptSocket = (socket: Socket, peer: Peer) => tieSocket(socket, new Lane(host, socket, peer), lanes)
  const { tcp, tls, webSocket } = options.listeners
  let tcpServer: Server | null = null
  let tlsServer: Server | null = null
  try {
    tcpServer = tcp ? await listenTcp(tcp, acceptSocket) : null
    tlsServer = tls ? await listenTls(tls, acceptSocket) : null
  } catch (error) {
    // a port that is taken: timers of aedes and a listener that did open would keep the process alive
    for (const lane of lanes) lane.destroy()
    if (tcpServer) await closeServer(tcpServer)
    sweep.close()
    await sessions.close()
    throw error
  }
  const stopWebSockets = webSocket
    ? listenWebSocket({
        ...webSocket,
        limits,
        accept,
        onRefused: (lane) => lane.refuse('textFrame'),
        onClosed(lane) {
          lanes.delete(lane)
          lane.wireEnded()
        },
      })
    : () => {}

  async function until(done: () => boolean, timeoutMs: number): Promise<void> {
    for (let waitedMs = 0; !done() && waitedMs < timeoutMs; waitedMs += POLL_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  return {
    ports: { tcp: tcpServer && portOf(tcpServer), tls: tlsServer && portOf(tlsServer) },
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      sessions.publish(topic, payload, { qos, retain }),
    disconnect(deviceId, reason) {
      let found = false
      for (const lane of lanes) {
        if (lane.clientId !== deviceId || lane.isClosed) continue
        found = true
        lane.close(reason)
      }
      return found
    },
    connections() {
      const nowMs = monotonicMs()
      return [...lanes]
        .filter((lane) => lane.isOpen)
        .map((lane) => ({
          deviceId: lane.principal.id,
          kind: lane.principal.kind,
          transport: lane.peer.transport,
          remoteAddress: lane.peer.remoteAddress,
          connectedAtMs: lane.connectedAtMs,
          silentMs: nowMs - lane.lastReceivedMs,
          messages: lane.arrivals,
          isHeld: lane.isHeld,
        }))
    },
    stats: () => ({ connections, received, forwarded, refused: { ...refused } }),
    async close() {
      isClosing = true
      stopWebSockets()
      const closed = [tcpServer, tlsServer].map((server) => closeServer(server))
      for (const lane of lanes) lane.hold()
      await until(
        () => [...lanes].every((lane) => lane.isClosed || lane.unacknowledged === 0),
        limits.closeTimeoutMs,
      )
      for (const lane of lanes) lane.close('gateway closed')
      await until(() => lanes.size === 0, limits.lingerMs)
      for (const lane of lanes) lane.destroy()
      await Promise.all(closed)
      sweep.close()
      await sessions.close()
    },
  }
}

function closeServer(server: Server | null): Promise<void> {
  return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()))
}
