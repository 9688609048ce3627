/**
 * One publishing device as a bare socket: writes frames that are encoded already, and takes each PUBACK for the
 * packet id it names. Acks come in the order of their PUBLISH [MQTT-4.6.0-2]; any other is an error of the run.
 */
import { connect } from 'node:net'
import { connectPacket } from './connectPacket.ts'
import type { LoadRun } from './loadRun.ts'
import { createVitalsFrames, type VitalsFrames } from './vitalsFrames.ts'

export interface LoadConnectionOptions {
  readonly port: number
  readonly deviceId: string
  readonly token: string
  readonly keepAliveS: number
  /** Messages that may be unacknowledged; 0: an idle connection. */
  readonly inFlight: number
  readonly readings: number
  /** Where the bytes of all sockets are read into, one after the other. */
  readonly readBuffer: Buffer
  readonly onFailed: (error: Error) => void
}

export interface LoadConnection {
  readonly frames: VitalsFrames
  /** Messages that may be sent now. */
  room(): number
  /** From here on acks count for this run, and each makes room for the next message of it. */
  join(run: LoadRun, refill: boolean): void
  send(count: number): void
  /** DISCONNECT; resolves when the socket is closed. */
  end(): Promise<void>
}

const ACK_BYTES = 4
const PUBACK = 0x40
const CONNACK = 0x20
const DISCONNECT = Buffer.from([0xe0, 0])

/** Resolves with CONNACK 0. */
export function openLoadConnection(options: LoadConnectionOptions): Promise<LoadConnection> {
  const { port, deviceId, token, keepAliveS, inFlight, readings, readBuffer, onFailed } = options
  const frames = createVitalsFrames({ deviceId, readings, frames: inFlight })
  const { bytes, frameBytes } = frames
  const sentAtMs = new Float64Array(inFlight)
  const partial = Buffer.alloc(ACK_BYTES)
  const opened = Promise.withResolvers<LoadConnection>()
  const closed = Promise.withResolvers<void>()
  let partialBytes = 0
  let isOpen = false
  let isEnding = false
  let run: LoadRun | null = null
  let refill = false
  /** Frame of the oldest message that is not acknowledged, and the one to send next. */
  let oldest = 0
  let next = 0
  let unacknowledged = 0

  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer: readBuffer, callback: read },
  })
  socket.on('connect', () =>
    socket.write(connectPacket({ clientId: deviceId, token, cleanSession: true, keepAliveS })),
  )
  socket.on('error', fail)
  socket.on('close', () => {
    closed.resolve()
    if (!isEnding) fail(new Error(`the server closed the connection of ${deviceId}`))
  })

  function fail(error: Error): void {
    if (!isOpen) opened.reject(error)
    else if (!isEnding) onFailed(error)
    isEnding = true
    socket.destroy()
  }

  function take(ack: Buffer, at: number, nowMs: number): boolean {
    const packetId = (ack[at + 2]! << 8) | ack[at + 3]!
    if (!isOpen) return open(ack[at]!, packetId)
    if (ack[at] !== PUBACK || packetId !== oldest + 1 || unacknowledged === 0 || run === null) {
      fail(new Error(`${deviceId}: packet ${ack[at]} with id ${packetId}, awaited PUBACK of ${oldest + 1}`))
      return false
    }
    if (oldest % run.timedEvery === 0) {
      run.latencyNs.record(Math.max(1, Math.round((nowMs - sentAtMs[oldest]!) * 1e6)))
    }
    unacknowledged--
    oldest = oldest + 1 === inFlight ? 0 : oldest + 1
    return true
  }

  function open(type: number, returnCode: number): boolean {
    if (type !== CONNACK || (returnCode & 255) !== 0) {
      fail(new Error(`${deviceId}: not let in, CONNACK ${returnCode & 255}`))
      return false
    }
    isOpen = true
    opened.resolve(connection)
    return true
  }

  function read(length: number, chunk: Uint8Array): boolean {
    const acks = chunk as Buffer
    const nowMs = performance.now()
    const before = unacknowledged
    for (let at = 0; at < length; ) {
      if (partialBytes === 0 && length - at >= ACK_BYTES) {
        if (!take(acks, at, nowMs)) return false
        at += ACK_BYTES
      } else {
        partial[partialBytes++] = acks[at++]!
        if (partialBytes < ACK_BYTES) continue
        partialBytes = 0
        if (!take(partial, 0, nowMs)) return false
      }
    }
    if (run !== null && before > unacknowledged) {
      run.acknowledged += before - unacknowledged
      if (refill && run.left > 0) send(Math.min(run.left, inFlight - unacknowledged))
      if (run.acknowledged === run.messages) run.finish()
    }
    return true
  }

  function send(count: number): void {
    const current = run!
    const nowMs = performance.now()
    const first = next
    current.left -= count
    unacknowledged += count
    for (let i = 0; i < count; i++) {
      frames.prepare(next)
      if (next % current.timedEvery === 0) sentAtMs[next] = nowMs
      next = next + 1 === inFlight ? 0 : next + 1
    }
    // a frame is written anew only after its PUBACK, so the socket never holds bytes that still change
    if (next > first) {
      socket.write(bytes.subarray(first * frameBytes, next * frameBytes))
      return
    }
    socket.cork()
    socket.write(bytes.subarray(first * frameBytes))
    if (next > 0) socket.write(bytes.subarray(0, next * frameBytes))
    socket.uncork()
  }

  const connection: LoadConnection = {
    frames,
    room: () => inFlight - unacknowledged,
    join(joined, refills) {
      run = joined
      refill = refills
    },
    send,
    async end() {
      if (!isEnding) {
        isEnding = true
        socket.end(DISCONNECT)
      }
      await closed.promise
    },
  }
  return opened.promise
}
