/** The load generator, a process of its own: connects devices and publishes as told, loopback only, always bounded. */
import { monotonicMs } from '../measure/monotonicMs.ts'
import { serveCommands } from '../process/serveCommands.ts'
import { type LoadConnection, openLoadConnection } from './loadConnection.ts'
import { createLoadRun, type Latency, type LoadRun, latencyOf } from './loadRun.ts'

export interface LoadDevice {
  readonly id: string
  readonly token: string
}

export interface ConnectArgs {
  readonly port: number
  readonly devices: readonly LoadDevice[]
  readonly inFlight: number
  readonly readings: number
  readonly keepAliveS: number
}

export interface SaturateArgs {
  readonly messages: number
  readonly timeoutMs: number
}

export interface PaceArgs extends SaturateArgs {
  readonly messagesPerSecond: number
}

export interface Load {
  /** On the clock of monotonicMs. */
  readonly startedAtMs: number
  /** When the last PUBACK was read. */
  readonly endedAtMs: number
  readonly acknowledged: number
  readonly payloadBytes: number
  readonly latency: Latency
}

/** CONNECTs on their way at one time: a crowd that waits for its turn would time out. */
const CONNECTING = 100
const READ_BYTES = 65_536
const TICK_MS = 1
/** Of a connection's frames one in so many is timed under full load: the clock is asked less often. */
const TIMED_EVERY = 16

const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES)
let connections: LoadConnection[] = []
let failed = Promise.withResolvers<never>()

async function connectAll({ devices, ...options }: ConnectArgs): Promise<null> {
  failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {}) // whoever runs hears of it
  const opened: LoadConnection[] = new Array(devices.length)
  let next = 0
  const connectSome = async () => {
    while (next < devices.length) {
      const index = next++
      const { id: deviceId, token } = devices[index]!
      opened[index] = await openLoadConnection({
        ...options,
        deviceId,
        token,
        readBuffer,
        onFailed: failed.reject,
      })
    }
  }
  await Promise.all(Array.from({ length: CONNECTING }, connectSome))
  connections = opened
  return null
}

/** The last message of the busiest device is dated about now, and every one after what was sent before. */
function datePastEarlierRuns(messages: number): void {
  const earliestMs = Date.now() - Math.ceil(messages / connections.length)
  for (const { frames } of connections) frames.startFrom(earliestMs)
}

async function awaitRun(run: LoadRun, startedAtMs: number, timeoutMs: number): Promise<Load> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`${run.acknowledged} of ${run.messages} acknowledged in ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    await Promise.race([run.finished, failed.promise, late])
  } finally {
    clearTimeout(timer)
  }
  return {
    startedAtMs,
    endedAtMs: monotonicMs(),
    acknowledged: run.acknowledged,
    payloadBytes: connections[0]!.frames.payloadBytes,
    latency: latencyOf(run),
  }
}

/** As fast as acks come back. */
function saturate({ messages, timeoutMs }: SaturateArgs): Promise<Load> {
  const run = createLoadRun(messages, TIMED_EVERY)
  datePastEarlierRuns(messages)
  const startedAtMs = monotonicMs()
  for (const connection of connections) {
    connection.join(run, true)
    const count = Math.min(connection.room(), run.left)
    if (count > 0) connection.send(count)
  }
  return awaitRun(run, startedAtMs, timeoutMs)
}

/** At an even rate, one device after the other, whatever comes back. */
async function pace({ messages, messagesPerSecond, timeoutMs }: PaceArgs): Promise<Load> {
  const run = createLoadRun(messages, 1)
  datePastEarlierRuns(messages)
  for (const connection of connections) connection.join(run, false)
  const startedAtMs = monotonicMs()
  let sent = 0
  const timer = setInterval(() => {
    const due = Math.min(messages, Math.floor(((monotonicMs() - startedAtMs) / 1000) * messagesPerSecond))
    for (; sent < due; sent++) {
      const connection = connections[sent % connections.length]!
      if (connection.room() === 0) {
        failed.reject(new Error('a device has no room: the server does not keep up with this rate'))
        return
      }
      connection.send(1)
    }
    if (sent === messages) clearInterval(timer)
  }, TICK_MS)
  try {
    return await awaitRun(run, startedAtMs, timeoutMs)
  } finally {
    clearInterval(timer)
  }
}

async function disconnectAll(): Promise<null> {
  const ending = connections
  connections = []
  await Promise.all(ending.map((connection) => connection.end()))
  return null
}

serveCommands({ connect: connectAll, saturate, pace, disconnect: disconnectAll, close: disconnectAll })
