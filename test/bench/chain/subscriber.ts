/**
 * The persistent subscriber behind mosquitto, a process of its own and as lean as can be: one socket, whole stretches
 * of its stream cross to the writing thread with one copy, PUBACKs leave in bulk and only after the commit.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { connectPacket } from '../load/connectPacket.ts'
import { monotonicMs } from '../measure/monotonicMs.ts'
import { serveCommands } from '../process/serveCommands.ts'
import type { RowModel, RowsOptions, Stored, ToRows } from './rows.ts'
import {
  createStreamSlotMemory,
  SLOT_BYTES,
  SLOT_MESSAGES,
  type StreamSlot,
  viewStreamSlot,
  WORD,
  WORDS,
} from './streamSlot.ts'

export interface SubscribeArgs {
  readonly port: number
  /** Of SQLite; must not exist. */
  readonly file: string
  readonly rows: RowModel
}

export interface AwaitArgs {
  /** Messages since the start of this process. */
  readonly messages: number
  readonly timeoutMs: number
}

export interface Committed {
  /** When the last one was committed, on the clock of monotonicMs. */
  readonly committedAtMs: number
}

interface Slot extends StreamSlot {
  readonly index: number
  readonly packetIds: Uint16Array
  used: number
  messages: number
}

const READ_BYTES = 65_536
const SHORTEST_FRAME_BYTES = 5
const PUBLISH = 3
const CONNACK = 0x20
const SUBACK = 0x90
const FILTER = 'v1/+/vitals'

let socket: Socket | null = null
let worker: Worker | null = null
let slots: Slot[] = []
let open: Slot
let committing: Slot | null = null
let scheduled = false
let paused = false
let parsed = 0
let committed = 0
let committedAtMs = 0
let failure: Error | null = null
let awaited: {
  readonly messages: number
  readonly resolve: (committed: Committed) => void
  readonly reject: (error: Error) => void
} | null = null
const answers = new Map<number, () => void>()
/** Packet ids that mosquitto waits for: it may use none of them again. */
const inFlight = new Uint8Array(65_536)

function fail(error: Error): void {
  failure ??= error
  awaited?.reject(error)
}

function send(): void {
  scheduled = false
  if (committing !== null || open.messages === 0) return
  committing = open
  open = slots[1 - committing.index]!
  // what has come of the next packet stays with the stream
  open.used = committing.bytes.copy(open.bytes, 0, parsed, committing.used)
  open.messages = 0
  parsed = 0
  worker!.postMessage({ type: 'store', slot: committing.index, count: committing.messages } satisfies ToRows)
  if (!paused) return
  paused = false
  socket!.resume()
}

function acknowledge({ packetIds, messages }: Slot): void {
  const acks = Buffer.allocUnsafe(4 * messages)
  for (let i = 0; i < messages; i++) {
    const packetId = packetIds[i]!
    inFlight[packetId] = 0
    acks.writeUInt16BE(0x4002, 4 * i)
    acks.writeUInt16BE(packetId, 4 * i + 2)
  }
  socket!.write(acks)
}

function stored({ messages }: Stored): void {
  if (messages === 0) return
  committed += messages
  committedAtMs = monotonicMs()
  const done = committing!
  committing = null
  acknowledge(done)
  send()
  if (awaited !== null && committed >= awaited.messages) {
    awaited.resolve({ committedAtMs })
    awaited = null
  }
}

/** One packet that begins at `parsed`; @returns false where it is not all there, or no room is left for it */
function takePacket(): boolean {
  const { bytes, words, used } = open
  let length = 0
  let at = parsed + 1
  for (let shift = 0; ; shift += 7) {
    if (at >= used) return false
    const byte = bytes[at++]!
    length += (byte & 127) << shift
    if (byte < 128) break
  }
  const end = at + length
  if (end > used) return false
  const first = bytes[parsed]!
  if (first >> 4 !== PUBLISH) {
    answers.get(first)?.()
    parsed = end
    return true
  }
  if (open.messages === SLOT_MESSAGES) return false
  const topicLength = bytes.readUInt16BE(at)
  const packetIdAt = at + 2 + topicLength
  const packetId = bytes.readUInt16BE(packetIdAt)
  if (inFlight[packetId] === 1)
    fail(new Error(`mosquitto used packet id ${packetId} again before its PUBACK`))
  inFlight[packetId] = 1
  const word = open.messages * WORDS
  words[word + WORD.topicStart] = at + 2
  words[word + WORD.topicLength] = topicLength
  words[word + WORD.payloadStart] = packetIdAt + 2
  words[word + WORD.payloadLength] = end - packetIdAt - 2
  open.packetIds[open.messages++] = packetId
  parsed = end
  return true
}

function read(length: number, chunk: Uint8Array): boolean {
  open.bytes.set(chunk.subarray(0, length), open.used)
  open.used += length
  while (parsed < open.used && takePacket());
  if (committing === null && !scheduled) {
    scheduled = true
    setImmediate(send)
  }
  const room = Math.min(SLOT_BYTES - open.used, (SLOT_MESSAGES - open.messages) * SHORTEST_FRAME_BYTES)
  paused = room < READ_BYTES
  return !paused
}

function answered(type: number): Promise<void> {
  return new Promise((resolve) => answers.set(type, resolve))
}

function subscribePacket(): Buffer {
  const filter = Buffer.from(FILTER)
  const head = [0x82, 2 + 2 + filter.length + 1, 0, 1, 0, filter.length]
  return Buffer.concat([Buffer.from(head), filter, Buffer.from([1])])
}

async function subscribe({ port, file, rows }: SubscribeArgs): Promise<null> {
  const memories = [createStreamSlotMemory(), createStreamSlotMemory()]
  slots = memories.map((memory, index) => ({
    ...viewStreamSlot(memory),
    index,
    packetIds: new Uint16Array(SLOT_MESSAGES),
    used: 0,
    messages: 0,
  }))
  open = slots[0]!
  worker = new Worker(new URL('./rows.ts', import.meta.url), {
    workerData: { file, rows, slots: memories } satisfies RowsOptions,
  })
  worker.on('error', fail)
  await once(worker, 'message')
  worker.on('message', stored)
  socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: read },
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('mosquitto closed the connection of its subscriber')))
  socket.write(connectPacket({ clientId: 'vitals-store', token: 'none', cleanSession: false, keepAliveS: 0 }))
  await answered(CONNACK)
  socket.write(subscribePacket())
  await answered(SUBACK)
  return null
}

async function awaitCommitted({ messages, timeoutMs }: AwaitArgs): Promise<Committed> {
  if (failure) throw failure
  if (committed >= messages) return { committedAtMs }
  const { promise, resolve, reject } = Promise.withResolvers<Committed>()
  awaited = { messages, resolve, reject }
  const timer = setTimeout(
    () => reject(new Error(`${committed} of ${messages} committed in ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

async function close(): Promise<null> {
  socket?.removeAllListeners('close')
  socket?.destroy()
  if (worker) {
    const ended = once(worker, 'exit')
    worker.postMessage({ type: 'close' } satisfies ToRows)
    await ended
  }
  return null
}

serveCommands({ subscribe, committed: awaitCommitted, close })
