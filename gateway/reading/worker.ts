/** The ingest thread: the only writer of the journal. Stores slot after slot; where it can not, it tries again. */
import { randomFillSync } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { CODECS } from '../../devices/codecs.ts'
import { isFailure } from '../failures.ts'
import { openJournal } from '../journal/schema.ts'
import { COUNTERS, type CounterName, viewCounters } from './counters.ts'
import { createDirectory } from './directory.ts'
import { createNames } from './names.ts'
import { type Committed, createPipeline, type Pipeline } from './pipeline.ts'
import { PoisonedPayload } from './poisonedPayload.ts'
import { viewSlot } from './slot.ts'
import type { FromWorker, ToWorker, WorkerOptions } from './workerMessages.ts'

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5_000
/** Nothing to do for this long: a good moment to bring the index up. */
const IDLE_MS = 2_000
/**
 * The index is at most this far behind in time: while little comes, its steps are small and hold no commit up for long
 * (6 ms at 5,000 entries, 55 ms at 50,000). By time and not by the size of slots: a thousand devices with one message
 * in flight send slots of 300 at 80,000 messages a second, where small steps cost 17 % more CPU in all.
 */
const INDEX_EVERY_MS = 2_000

const options = workerData as WorkerOptions
const port = parentPort
if (port === null) throw new Error('the ingest worker runs in a worker thread only')
const slots = options.slots.map(viewSlot)
const counters = viewCounters(options.counters)
const names = createNames()
const directory = createDirectory()
let database: DatabaseSync | null = null
let pipeline: Pipeline | null = null
let attempt = 0
let announced = false
/** Counts of the pipeline in use that are in the shared ones already. */
let published: Partial<Record<CounterName, number>> = {}
let idle: NodeJS.Timeout | null = null
/** When the index was last brought up, on the clock of performance.now(). */
let indexedAtMs = performance.now()

function say(message: FromWorker): void {
  port?.postMessage(message)
}

function open(): Pipeline {
  database = openJournal({ file: options.journalFile, maxBytes: options.maxJournalBytes })
  const known = names.load(database)
  const opened = createPipeline({
    ...options,
    database,
    codecs: CODECS,
    directory,
    names,
    fillRandom: (bytes) => randomFillSync(bytes),
  })
  published = {}
  publishCounts(opened)
  if (!announced) say({ type: 'opened', devices: known.device, patients: known.patient })
  announced = true
  return opened
}

/** A failed transaction leaves the state of judging ahead of the journal: both are opened anew. */
function discard(): void {
  pipeline = null
  try {
    database?.close()
  } catch {
    // closing a broken file may fail as well; the next attempt opens its own
  }
  database = null
}

function codeOf(error: unknown): string {
  const { errstr, code, name } = error as { errstr?: string; code?: string; name?: string }
  return errstr ?? code ?? name ?? 'unknown'
}

/** Runs the work until it succeeds. Nothing is acknowledged meanwhile; that is the point. */
function untilDone(work: () => void): void {
  try {
    pipeline ??= open()
    work()
  } catch (error) {
    discard()
    // another version's journal: trying again changes nothing
    if (isFailure(error, 'storeUnavailable')) throw error
    attempt++
    counters.failedCommits++
    const retryAfterMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10))
    say({ type: 'failing', code: codeOf(error), attempt, retryAfterMs })
    setTimeout(untilDone, retryAfterMs, work)
    return
  }
  if (attempt > 0) {
    say({ type: 'recovered', attempts: attempt })
    attempt = 0
  }
}

/** Counts of this pipeline since the last call are added to those shared, which outlive it. */
function publishCounts(current: Pipeline): void {
  for (const name of COUNTERS) {
    if (name === 'failedCommits') continue
    if (name === 'lastPosition' || name === 'indexedPosition') counters[name] = current.counts[name]
    else {
      counters[name] += current.counts[name] - (published[name] ?? 0)
      published[name] = current.counts[name]
    }
  }
}

function bringIndexUp(): void {
  if (pipeline === null || pipeline.behindIndex() === 0) return
  try {
    pipeline.index()
    publishCounts(pipeline)
  } catch {
    // nothing is lost: the next store meets the same trouble and reports it
    discard()
  }
}

/** A payload found to be poisoned is passed over in the next attempt. */
function storeAround(poisoned: Set<number>, attemptStore: () => Committed): Committed {
  try {
    return attemptStore()
  } catch (error) {
    if (error instanceof PoisonedPayload) poisoned.add(error.index)
    throw error
  }
}

function store(slot: number, count: number): void {
  if (idle !== null) clearTimeout(idle)
  const poisoned = new Set<number>()
  untilDone(() => {
    const current = pipeline as Pipeline
    const committed = storeAround(poisoned, () => current.store(slots[slot], count, poisoned))
    publishCounts(current)
    say({ type: 'committed', ...committed })
    const behind = current.behindIndex()
    if (behind >= options.indexEvery || performance.now() - indexedAtMs >= INDEX_EVERY_MS) {
      indexedAtMs = performance.now()
      setImmediate(bringIndexUp)
    }
    idle = setTimeout(bringIndexUp, IDLE_MS)
  })
}

function close(): void {
  if (idle !== null) clearTimeout(idle)
  bringIndexUp()
  discard()
  port?.close()
}

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'store':
      return store(message.slot, message.count)
    case 'names':
      return names.learn(message.kind, message.rows)
    case 'directory':
      return directory.replace(message.snapshot)
    case 'forgetSession':
      return pipeline?.forgetSession(message.device)
    case 'close':
      return close()
  }
})

untilDone(() => undefined)
