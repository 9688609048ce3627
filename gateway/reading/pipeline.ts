/**
 * The way of a reading into the journal, step by step:
 * decode, believe its time, identify, resolve the patient, mark late, follow the sequence; then hash and append.
 * All payloads of a slot are one transaction; only its commit lets acknowledgements go.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Refusal } from '../../devices/refusal.ts'
import { describeRefusal } from '../../devices/refusal.ts'
import { CHANNEL, deviceRoute } from '../../devices/topic.ts'
import { createAppendMessages } from '../journal/appendMessages.ts'
import { createAppendRefusals, type RefusedPayload } from '../journal/appendRefusals.ts'
import { ENTRY } from '../journal/flags.ts'
import { createIndexMessages } from '../journal/indexMessages.ts'
import { CHUNK_MESSAGES, createBatch, PAYLOAD_MESSAGES } from './batch.ts'
import { believeTime } from './believeTime.ts'
import { createCommitments } from './commitments.ts'
import type { CounterName } from './counters.ts'
import { type DecodeOptions, decode, UNREADABLE } from './decode.ts'
import type { Directory } from './directory.ts'
import { createFrame, readFrame, shownTopicOf, topicOf } from './frame.ts'
import { createIdentify } from './identify.ts'
import { createIdentity, TAIL_MESSAGES } from './identity.ts'
import type { Judges } from './judges.ts'
import { createLateness } from './lateness.ts'
import { markLate } from './markLate.ts'
import type { Names } from './names.ts'
import { isStoreTrouble, PoisonedPayload } from './poisonedPayload.ts'
import { createRepeats } from './repeats.ts'
import { restore } from './restore.ts'
import { createSequences } from './sequences.ts'
import type { SlotView } from './slot.ts'
import { createTrustTime } from './trustTime.ts'

export interface PipelineOptions extends DecodeOptions {
  readonly database: DatabaseSync
  readonly directory: Directory
  readonly fillRandom: (bytes: Uint8Array) => void
  readonly quarantineBytesPerDevice: number
  readonly names: Names
}

/** What the device is told of a refused payload. */
export interface RefusalNotice {
  readonly position: number
  readonly sender: number
  readonly topic: string
  readonly receivedAtMs: number
  readonly code: Refusal['code']
  readonly field: string
  readonly reason: string
}

export interface Committed {
  /** Positions written, [first, last]; first > last where everything was a duplicate. */
  readonly first: number
  readonly last: number
  readonly refusals: readonly RefusalNotice[]
}

export interface Pipeline {
  /**
   * Stores the first `count` payloads of a slot in one transaction; throws, with nothing stored, where it can not.
   * After that this pipeline's knowledge is ahead of the journal: it must be made anew.
   * @param poisoned payloads not to be read at all, by index: quarantined as they are
   * @throws PoisonedPayload where one payload is to blame; whatever SQLite throws
   */
  store(slot: SlotView, count: number, poisoned: ReadonlySet<number>): Committed
  /** Entries that the index does not hold yet. */
  behindIndex(): number
  index(): void
  forgetSession(device: number): void
  readonly counts: Record<CounterName, number>
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { database, directory, names, fillRandom } = options
  const { deviceId } = names
  const lookUp = database.prepare(
    'SELECT position FROM message_by_time WHERE device = ? AND at = ? AND sequence = ?',
  )
  const judges: Judges = {
    directory,
    identity: createIdentity({
      lookUp: (device, atMs, sequence) =>
        (lookUp.all(device, atMs, sequence) as { position: number }[]).map(({ position }) => position),
    }),
    trustTime: createTrustTime(),
    sequences: createSequences(database),
    lateness: createLateness(),
    repeats: createRepeats(),
  }
  const { identity, trustTime, sequences, lateness, repeats } = judges
  const identify = createIdentify({ database, identity, repeats })
  const appendMessages = createAppendMessages(database, createCommitments({ deviceId, fillRandom }))
  const appendRefusals = createAppendRefusals({
    database,
    fillRandom,
    quotaBytes: options.quarantineBytesPerDevice,
  })
  const indexMessages = createIndexMessages({ database, judges })
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const batch = createBatch()
  const frame = createFrame()
  let refused: RefusedPayload[] = []
  /** Of `counts.untrustedTimes`; what came before the start is not known, so the first step looks. */
  let untrustedIndexed = -1

  let { last, indexed } = restore(database, judges)

  const counts = {
    messages: 0,
    readings: 0,
    duplicates: 0,
    conflicts: 0,
    refused: 0,
    lateReadings: 0,
    untrustedTimes: 0,
    sequenceGaps: 0,
    commits: 0,
    failedCommits: 0,
    commitMicroseconds: 0,
    lastPosition: last,
    indexedPosition: indexed,
  }

  function subtopicOf(slot: SlotView): string {
    if (frame.channel === CHANNEL.native || frame.channel === CHANNEL.senml) return ''
    const topic = topicOf(slot, frame)
    if (frame.channel === CHANNEL.gatt) return deviceRoute(deviceId(frame.sender), topic).subtopic
    return topic
      .slice(topic.lastIndexOf('/') + 1)
      .replaceAll(':', '')
      .toLowerCase()
  }

  function judge(m: number): boolean {
    const judgedAtMs = believeTime(batch, m, frame, trustTime)
    if (identify.isDuplicate(batch, m, frame, last + 1)) return false
    const device = batch.device[m]
    const sequence = batch.sequence[m]
    batch.patient[m] = directory.patientAt(device, judgedAtMs)
    counts.lateReadings += markLate(batch, m, lateness)
    const flags = batch.flags[m]
    const isTrusted = (flags & ENTRY.timeUntrusted) === 0
    if (flags & ENTRY.untimed) identity.meet(device)
    else trustTime.learn(device, batch.atMs[m], frame.receivedAtMs)
    if (flags & ENTRY.conflict) counts.conflicts++
    if (!isTrusted) counts.untrustedTimes++
    if (sequence >= 0 && sequences.follow(device, sequence, judgedAtMs, frame.receivedAtMs, isTrusted)) {
      counts.sequenceGaps++
    }
    return true
  }

  function quarantine(slot: SlotView, refusal: Refusal): void {
    refused.push({
      device: frame.sender,
      deviceId: deviceId(frame.sender),
      receivedAtMs: frame.receivedAtMs,
      topic: shownTopicOf(slot, frame),
      refusal,
      payload: frame.payload,
    })
  }

  function take(slot: SlotView): void {
    const subtopic = subtopicOf(slot)
    const device =
      frame.channel === CHANNEL.bridge ? directory.sensorOf(frame.sender, subtopic) : frame.sender
    let m = batch.messages
    const refusal = decode(frame, subtopic, device, batch, options)
    if (refusal !== null) quarantine(slot, refusal)
    while (m < batch.messages) {
      if (judge(m)) m++
      else {
        batch.remove(m)
        counts.duplicates++
      }
    }
  }

  function takeOrName(slot: SlotView, message: number): void {
    try {
      take(slot)
    } catch (error) {
      throw isStoreTrouble(error) ? error : new PoisonedPayload(message, error)
    }
  }

  function flush(notices: RefusalNotice[]): void {
    if (batch.messages > 0) {
      appendMessages(batch, last + 1)
      last += batch.messages
      counts.messages += batch.messages
      counts.readings += batch.readings
      batch.clear()
    }
    // the memory of what is not indexed is bounded; a flood of resent packs may fill it inside one transaction
    if (identity.tail() > TAIL_MESSAGES - CHUNK_MESSAGES - PAYLOAD_MESSAGES) bringIndexUp()
    if (refused.length === 0) return
    appendRefusals(refused, last + 1)
    refused.forEach(({ device, topic, receivedAtMs, refusal }, i) => {
      const { code, field } = refusal
      const position = last + 1 + i
      notices.push({
        position,
        sender: device,
        topic,
        receivedAtMs,
        code,
        field,
        reason: describeRefusal(refusal),
      })
    })
    last += refused.length
    counts.refused += refused.length
    refused = []
  }

  function bringIndexUp(): void {
    indexMessages(last, counts.untrustedTimes > untrustedIndexed)
    untrustedIndexed = counts.untrustedTimes
    indexed = last
    counts.indexedPosition = last
  }

  return {
    counts,
    behindIndex: () => last - indexed,
    forgetSession: repeats.forgetSession,
    index() {
      begin.run()
      bringIndexUp()
      commit.run()
    },
    store(slot, count, poisoned) {
      const first = last + 1
      const refusals: RefusalNotice[] = []
      const startedAt = performance.now()
      begin.run()
      names.writeUnwritten(database)
      for (let message = 0; message < count; message++) {
        if (!batch.hasRoom()) flush(refusals)
        readFrame(slot, message, frame)
        if (poisoned.has(message)) quarantine(slot, UNREADABLE)
        else takeOrName(slot, message)
      }
      flush(refusals)
      commit.run()
      counts.commits++
      counts.commitMicroseconds += Math.round(1000 * (performance.now() - startedAt))
      counts.lastPosition = last
      names.written()
      return { first, last, refusals }
    },
  }
}
