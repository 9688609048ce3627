/**
 * The subscriber's writing thread: the least that storing a reading takes. Each batch is one transaction: parse,
 * salt, integer rows. No schema, no limits, no duplicates, no hash, no index.
 */
import { randomFillSync } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { type StreamSlotMemory, viewStreamSlot, WORD, WORDS } from './streamSlot.ts'

/** `reading`: a row each; `message`: the readings of a message packed in one row, as the product's journal does. */
export type RowModel = 'reading' | 'message'

export interface RowsOptions {
  readonly file: string
  readonly rows: RowModel
  readonly slots: readonly StreamSlotMemory[]
}

export type ToRows =
  | { readonly type: 'store'; readonly slot: number; readonly count: number }
  | { readonly type: 'close' }

/** Sent once a transaction is committed, and once when the file is open. */
export interface Stored {
  readonly messages: number
}

interface Payload {
  readonly seq: number
  readonly at: string
  readonly readings: readonly { readonly vital: string; readonly value: number }[]
}

const { file, rows, slots: memories } = workerData as RowsOptions
const port = parentPort!
const slots = memories.map(viewStreamSlot)
const STEPS = [100, 10, 1]
const SALT_BYTES = 16
const PACKED_BYTES = 8

const database = new DatabaseSync(file)
// the settings of the product's journal
database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
database.exec('PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384')
database.exec(`
CREATE TABLE device(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE reading(
  id INTEGER PRIMARY KEY, device INTEGER, vital INTEGER, at INTEGER, received INTEGER, sequence INTEGER,
  value INTEGER, flags INTEGER);
CREATE TABLE message(
  id INTEGER PRIMARY KEY, device INTEGER, at INTEGER, received INTEGER, sequence INTEGER, flags INTEGER, readings BLOB);
CREATE TABLE salt_run(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, salts BLOB NOT NULL);
`)
const columns =
  rows === 'reading'
    ? ['device', 'vital', 'at', 'received', 'sequence', 'value', 'flags']
    : ['device', 'at', 'received', 'sequence', 'flags', 'readings']
const row = `(${columns.map(() => '?').join(',')})`
const steps = STEPS.map((count) => ({
  count,
  values: new Array<number | Uint8Array>(count * columns.length),
  statement: database.prepare(
    `INSERT INTO ${rows}(${columns.join(',')}) VALUES ${Array(count).fill(row).join(',')}`,
  ),
}))
const insertDevice = database.prepare('INSERT INTO device(number, id) VALUES(?, ?)')
const insertSalts = database.prepare('INSERT INTO salt_run(first, count, salts) VALUES(?, ?, ?)')
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')

const devices = new Map<string, number>()
const vitals = new Map<string, number>()
let lastRow = 0
/** Cells of the rows of this batch, one row after the other. */
let cells: (number | Uint8Array)[] = []
let salts = Buffer.alloc(SALT_BYTES << 12)

function numberIn(names: Map<string, number>, name: string): number {
  const known = names.get(name)
  if (known !== undefined) return known
  names.set(name, names.size + 1)
  if (names === devices) insertDevice.run(names.size, name)
  return names.size
}

function addRows(device: number, { seq, at, readings }: Payload, receivedAtMs: number): void {
  const atMs = Date.parse(at)
  if (rows === 'reading') {
    for (const { vital, value } of readings) {
      cells.push(device, numberIn(vitals, vital), atMs, receivedAtMs, seq, Math.round(value * 10), 0)
    }
    return
  }
  const packed = Buffer.allocUnsafe(PACKED_BYTES * readings.length)
  for (let i = 0; i < readings.length; i++) {
    packed.writeInt32BE(numberIn(vitals, readings[i]!.vital), i * PACKED_BYTES)
    packed.writeInt32BE(Math.round(readings[i]!.value * 10), i * PACKED_BYTES + 4)
  }
  cells.push(device, atMs, receivedAtMs, seq, 0, packed)
}

function insertAll(): number {
  const total = cells.length / columns.length
  let from = 0
  for (const { count, values, statement } of steps) {
    while (total - from >= count) {
      const start = from * columns.length
      for (let i = 0; i < values.length; i++) values[i] = cells[start + i]!
      ;(statement as StatementSync).run(...values)
      from += count
    }
  }
  cells = []
  return total
}

function store(slot: number, count: number): void {
  const { bytes, words } = slots[slot]!
  const receivedAtMs = Date.now()
  let readings = 0
  begin.run()
  for (let message = 0; message < count; message++) {
    const word = message * WORDS
    const topicStart = words[word + WORD.topicStart]!
    const payloadStart = words[word + WORD.payloadStart]!
    const topic = bytes.toString('latin1', topicStart, topicStart + words[word + WORD.topicLength]!)
    const payload = JSON.parse(
      bytes.toString('latin1', payloadStart, payloadStart + words[word + WORD.payloadLength]!),
    ) as Payload
    addRows(numberIn(devices, topic), payload, receivedAtMs)
    readings += payload.readings.length
  }
  if (salts.length < readings * SALT_BYTES) salts = Buffer.alloc(2 * readings * SALT_BYTES)
  const used = salts.subarray(0, readings * SALT_BYTES)
  randomFillSync(used)
  const inserted = insertAll()
  insertSalts.run(lastRow + 1, inserted, used)
  commit.run()
  lastRow += inserted
  port.postMessage({ messages: count } satisfies Stored)
}

port.on('message', (message: ToRows) => {
  if (message.type === 'store') return store(message.slot, message.count)
  database.close()
  port.close()
})
port.postMessage({ messages: 0 } satisfies Stored)
