/** A pipeline on a journal of its own, fed without a broker: what a lane would put into a slot, by hand. */
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { FROM_DUP, HAS_PACKET_ID } from '../../broker/intake.ts'
import { CODECS } from '../../devices/codecs.ts'
import { CHANNEL, vitalsTopic } from '../../devices/topic.ts'
import { openQueries, type Queries } from '../../gateway/journal/queries.ts'
import { openJournal } from '../../gateway/journal/schema.ts'
import { createDirectory, type Directory, type DirectorySnapshot } from '../../gateway/reading/directory.ts'
import { createNames } from '../../gateway/reading/names.ts'
import { type Committed, createPipeline, type Pipeline } from '../../gateway/reading/pipeline.ts'
import { createSlotMemory, viewSlot, WORD, WORDS } from '../../gateway/reading/slot.ts'

export interface Arrival {
  /** Number of the sender. */
  readonly device?: number
  readonly payload: string | Uint8Array | object
  readonly topic?: string
  readonly channel?: number
  readonly packetId?: number
  readonly dup?: boolean
  readonly receivedAtMs?: number
}

export interface PipelineBench {
  readonly file: string
  readonly queries: Queries
  readonly pipeline: Pipeline
  readonly database: DatabaseSync
  /** One slot, one transaction. */
  store(...arrivals: Arrival[]): Committed
  setDirectory(snapshot: Partial<DirectorySnapshot>): void
  /** Opens pipeline and journal anew, as after a crash. */
  restart(): void
  close(): void
}

export interface PipelineBenchOptions {
  readonly quarantineBytesPerDevice?: number
  readonly maxPayloadBytes?: number
  readonly maxBytes?: number
  /** Payloads of every slot that are not to be read. */
  readonly poisoned?: readonly number[]
  readonly directory?: Directory
}

/** Devices 1 to 9 are `device-1` to `device-9`, patients 1 to 9 likewise. */
export function createPipelineBench(options: PipelineBenchOptions = {}): PipelineBench {
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-pipeline-'))
  const file = join(folder, 'journal.db')
  const directory = options.directory ?? createDirectory()
  const slot = viewSlot(createSlotMemory())
  const names = createNames()
  let database = openJournal({ file, maxBytes: options.maxBytes ?? 0 })
  for (const kind of ['device', 'patient'] as const) {
    names.learn(
      kind,
      Array.from({ length: 9 }, (_, i) => [i + 1, `${kind}-${i + 1}`]),
    )
  }

  function open(): Pipeline {
    return createPipeline({
      database,
      codecs: CODECS,
      directory,
      names,
      fillRandom: (bytes) => randomFillSync(bytes),
      quarantineBytesPerDevice: options.quarantineBytesPerDevice ?? 1 << 20,
      maxPayloadBytes: options.maxPayloadBytes ?? 65_536,
    })
  }

  let pipeline = open()
  const queries = openQueries(file)

  function bytesOf(payload: Arrival['payload']): Buffer {
    if (payload instanceof Uint8Array) return Buffer.from(payload)
    return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  }

  return {
    file,
    queries,
    get pipeline() {
      return pipeline
    },
    get database() {
      return database
    },
    store(...arrivals) {
      let used = 0
      const put = (bytes: Buffer): number => {
        bytes.copy(slot.bytes, used)
        used += bytes.length
        return used - bytes.length
      }
      const first = Math.min(...arrivals.map(({ receivedAtMs }) => receivedAtMs ?? Date.now()))
      slot.firstReceivedAtMs[0] = first
      for (const [i, arrival] of arrivals.entries()) {
        const device = arrival.device ?? 1
        const packetId = arrival.packetId ?? 0
        const payload = bytesOf(arrival.payload)
        const topic = Buffer.from(arrival.topic ?? vitalsTopic(`device-${device}`))
        const flags = (arrival.dup ? FROM_DUP : 0) | (packetId > 0 ? HAS_PACKET_ID : 0)
        const word = i * WORDS
        slot.words[word + WORD.topicStart] = put(topic)
        slot.words[word + WORD.topicLength] = topic.length
        slot.words[word + WORD.payloadStart] = put(payload)
        slot.words[word + WORD.payloadLength] = payload.length
        slot.words[word + WORD.device] = device
        slot.words[word + WORD.packet] = (packetId << 16) | ((arrival.channel ?? CHANNEL.native) << 8) | flags
        slot.words[word + WORD.receivedAfterMs] = (arrival.receivedAtMs ?? first) - first
      }
      return pipeline.store(slot, arrivals.length, new Set(options.poisoned))
    },
    setDirectory: (snapshot) => directory.replace({ assignments: [], sensors: [], ...snapshot }),
    restart() {
      database.close()
      database = openJournal({ file, maxBytes: options.maxBytes ?? 0 })
      names.load(database)
      pipeline = open()
    },
    close() {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
