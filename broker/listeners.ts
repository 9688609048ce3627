/** Where connections come in: plain TCP, TLS with or without client certificates, WebSocket. */
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createServer as createTlsServer } from 'node:tls'
import type { Peer } from './judgeConnect.ts'
import { createSharedReads } from './sharedReads.ts'
import { takeBytes } from './socketLane.ts'

export interface TcpListener {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

export interface TlsListener extends TcpListener {
  /** PEM. */
  readonly cert: string | Buffer
  readonly key: string | Buffer
  /** PEM of who signs devices' certificates; where given, a device may show one instead of a token. */
  readonly clientCa?: string | Buffer
}

export interface WebSocketListener {
  /** Upgrades on `path` are taken, all others left alone. */
  readonly server: HttpServer
  readonly path: string
}

export interface ListenersConfig {
  readonly tcp?: TcpListener
  readonly tls?: TlsListener
  readonly webSocket?: WebSocketListener
}

export type Accept = (socket: Socket, peer: Peer) => void

/** A dead peer behind NAT is found by TCP where MQTT has no keep-alive. */
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 120_000 } as const

const HANDSHAKE_TIMEOUT_MS = 10_000

async function listening(server: Server, { host, port }: TcpListener): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return server
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

export function listenTcp(listener: TcpListener, accept: Accept): Promise<Server> {
  const shareReads = createSharedReads(takeBytes)
  const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true }, (accepted) => {
    const socket = shareReads(accepted)
    accept(socket, {
      transport: 'tcp',
      remoteAddress: socket.remoteAddress ?? '',
      certificateName: null,
      certificateFingerprint: null,
    })
  })
  return listening(server, listener)
}

export function listenTls(listener: TlsListener, accept: Accept): Promise<Server> {
  const { cert, key, clientCa } = listener
  const server = createTlsServer(
    {
      ...SOCKET_OPTIONS,
      cert,
      key,
      ...(clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    },
    (socket) => acceptTls(socket, accept),
  )
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return listening(server, listener)
}

/** No certificate is fine, a token may follow; one that our authority did not sign is not. */
function acceptTls(socket: TLSSocket, accept: Accept): void {
  const certificate = socket.getPeerCertificate()
  const shown = certificate?.fingerprint256 !== undefined
  if (shown && !socket.authorized) {
    socket.destroy()
    return
  }
  const commonName: unknown = certificate?.subject?.CN
  accept(socket, {
    transport: 'tls',
    remoteAddress: socket.remoteAddress ?? '',
    // Two common names arrive as an array: no device has two ids.
    certificateName: shown ? (typeof commonName === 'string' ? commonName : '') : null,
    certificateFingerprint: shown ? certificate.fingerprint256.replaceAll(':', '').toLowerCase() : null,
  })
}
