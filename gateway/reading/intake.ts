/**
 * The ingest as the rest of the process sees it: lanes put runs of frames into the open slot; the other slot is with
 * the worker; when it is committed, all its acknowledgements go out and the slots change places.
 */
import { Worker } from 'node:worker_threads'
import type { AckTarget, Intake as IntakePort } from '../../broker/intake.ts'
import { failure, revivedFailure } from '../failures.ts'
import { SMALL_YOUNG_GENERATION } from '../smallYoungGeneration.ts'
import { type Counters, createCounterMemory, viewCounters } from './counters.ts'
import type { DirectorySnapshot } from './directory.ts'
import type { NameKind } from './names.ts'
import type { Committed } from './pipeline.ts'
import { createSlotMemory, SLOT_BYTES, SLOT_MESSAGES, type SlotView, viewSlot, WORD, WORDS } from './slot.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './workerMessages.ts'

/** The shortest PUBLISH: header, topic length, one character of topic. */
const SHORTEST_FRAME_BYTES = 5

export interface IntakeOptions extends Omit<WorkerOptions, 'slots' | 'counters'> {
  /** Unix milliseconds. */
  readonly now: () => number
  readonly onCommitted: (committed: Committed) => void
  readonly onFailing: (failing: { code: string; attempt: number; retryAfterMs: number }) => void
  readonly onRecovered: (recovered: { attempts: number }) => void
  /** The worker is gone: nothing can be stored any more. */
  readonly onFatal: (error: Error) => void
}

export interface Intake extends IntakePort {
  readonly counters: Counters
  /** The number under which rows know this device or patient; the same for ever. */
  numberOf(kind: NameKind, id: string): number
  idOf(kind: NameKind, number: number): string
  setDirectory(snapshot: DirectorySnapshot): void
  /** False while the journal takes nothing. */
  isStoring(): boolean
  close(): Promise<void>
}

/** Whom to acknowledge what, once a slot is committed. */
interface Acks {
  /** Lanes of the runs in order, and how many messages each run has. */
  readonly lanes: AckTarget[]
  readonly runs: number[]
  readonly packetIds: Uint16Array
}

interface Slot extends SlotView {
  readonly index: number
  acks: Acks
  messages: number
  used: number
}

function createAcks(): Acks {
  return { lanes: [], runs: [], packetIds: new Uint16Array(SLOT_MESSAGES) }
}

/** Opens the journal in its worker; resolves once it can store. */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { now, onCommitted, onFailing, onRecovered, onFatal, ...workerOptions } = options
  const memories = [createSlotMemory(), createSlotMemory()]
  const counterMemory = createCounterMemory()
  const slots: Slot[] = memories.map((memory, index) => ({
    ...viewSlot(memory),
    index,
    acks: createAcks(),
    messages: 0,
    used: 0,
  }))
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'ingest',
    resourceLimits: SMALL_YOUNG_GENERATION,
    workerData: { ...workerOptions, slots: memories, counters: counterMemory } satisfies WorkerOptions,
  })
  const numbers = { device: new Map<string, number>(), patient: new Map<string, number>() }
  const ids: Record<NameKind, string[]> = { device: [], patient: [] }
  const waiting = new Set<AckTarget>()
  let spareAcks = createAcks()
  let open = slots[0]
  let committing: Slot | null = null
  let scheduled = false
  let failing = false
  let runLane: AckTarget | null = null
  let runStart = 0
  let runMessages = 0
  let runReceivedAfterMs = 0
  /** Told when there is nothing under way any more, or nothing can be stored. */
  let settled: (() => void) | null = null
  let closing = false
  let crash: Error | null = null

  function say(message: ToWorker): void {
    worker.postMessage(message)
  }

  function send(): void {
    scheduled = false
    if (committing !== null || open.messages === 0) return
    committing = open
    open = slots[1 - open.index]
    say({ type: 'store', slot: committing.index, count: committing.messages })
  }

  function acknowledge({ lanes, runs, packetIds }: Acks): void {
    let from = 0
    for (let run = 0; run < lanes.length; run++) {
      const to = from + runs[run]
      lanes[run].acknowledge(packetIds, from, to)
      from = to
    }
    lanes.length = 0
    runs.length = 0
  }

  function resumeWaiting(): void {
    if (waiting.size === 0) return
    const lanes = [...waiting]
    waiting.clear()
    for (const lane of lanes) lane.resume()
  }

  function committed(message: Committed): void {
    const slot = committing as Slot
    const { acks } = slot
    // a lane may read on while it is acknowledged: the slot must be free for that before
    slot.acks = spareAcks
    slot.messages = 0
    slot.used = 0
    committing = null
    send()
    onCommitted(message)
    acknowledge(acks)
    spareAcks = acks
    resumeWaiting()
    if (!isBusy()) settled?.()
  }

  function isBusy(): boolean {
    return committing !== null || open.messages > 0
  }

  const opened = Promise.withResolvers<void>()
  let isOpened = false
  worker.on('message', (message: FromWorker) => {
    switch (message.type) {
      case 'opened':
        for (const [number, id] of message.devices) learn('device', number, id)
        for (const [number, id] of message.patients) learn('patient', number, id)
        isOpened = true
        return opened.resolve()
      case 'committed':
        return committed(message)
      case 'failing':
        failing = true
        settled?.()
        return onFailing(message)
      case 'recovered':
        failing = false
        return onRecovered(message)
    }
  })
  worker.on('error', (error) => {
    crash = revivedFailure(error as Error)
  })
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve()
      if (closing) return
      crash ??= failure('internal', 'The ingest thread ended by itself.')
      settled?.()
      if (isOpened) onFatal(crash)
      else opened.reject(crash)
    })
  })

  function learn(kind: NameKind, number: number, id: string): void {
    numbers[kind].set(id, number)
    ids[kind][number] = id
  }

  await opened.promise

  return {
    counters: viewCounters(counterMemory),
    isStoring: () => !failing && crash === null,
    idOf: (kind, number) => ids[kind][number],
    setDirectory: (snapshot) => say({ type: 'directory', snapshot }),
    forgetSession: (device) => say({ type: 'forgetSession', device }),

    numberOf(kind, id) {
      const known = numbers[kind].get(id)
      if (known !== undefined) return known
      // 0 is nobody
      const number = Math.max(1, ids[kind].length)
      learn(kind, number, id)
      say({ type: 'names', kind, rows: [[number, id]] })
      return number
    },

    hasRoom: (bytes) =>
      open.used + bytes <= SLOT_BYTES &&
      open.messages + Math.ceil(bytes / SHORTEST_FRAME_BYTES) <= SLOT_MESSAGES,

    waitForRoom: (lane) => void waiting.add(lane),

    openRun(lane, start) {
      runLane = lane
      runStart = start
      runMessages = 0
      const receivedAtMs = now()
      if (open.messages === 0) open.firstReceivedAtMs[0] = receivedAtMs
      // a clock set back within a slot must not wrap the unsigned word
      runReceivedAfterMs = Math.max(0, receivedAtMs - open.firstReceivedAtMs[0])
    },

    addMessage(topicStart, topicEnd, payloadStart, payloadEnd, device, channel, packetId, flags) {
      const { words } = open
      const word = open.messages * WORDS
      const shift = open.used - runStart
      words[word + WORD.payloadStart] = payloadStart + shift
      words[word + WORD.payloadLength] = payloadEnd - payloadStart
      words[word + WORD.topicStart] = topicStart + shift
      words[word + WORD.topicLength] = topicEnd - topicStart
      words[word + WORD.device] = device
      words[word + WORD.packet] = (packetId << 16) | (channel << 8) | flags
      words[word + WORD.receivedAfterMs] = runReceivedAfterMs
      open.acks.packetIds[open.messages++] = packetId
      runMessages++
    },

    closeRun(chunk, end) {
      open.bytes.set(chunk.subarray(runStart, end), open.used)
      open.used += end - runStart
      open.acks.lanes.push(runLane as AckTarget)
      open.acks.runs.push(runMessages)
      runLane = null
      if (committing === null && !scheduled) {
        scheduled = true
        // after all sockets of this turn have been read: one commit for all of them
        setImmediate(send)
      }
    },

    async close() {
      if (isBusy() && !failing && crash === null) {
        await new Promise<void>((resolve) => {
          settled = resolve
        })
      }
      closing = true
      // its next attempt may be seconds away; what it can not store is not acknowledged, and its sender has it still
      if (isBusy()) await worker.terminate()
      else say({ type: 'close' })
      await exited
      if (isBusy())
        throw failure('storeUnavailable', 'The journal takes nothing; what came last is not stored.')
    },
  }
}
