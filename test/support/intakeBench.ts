/** The ingest with its thread on a journal of its own, and lanes that only note what they are told. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FROM_DUP, HAS_PACKET_ID } from '../../broker/intake.ts'
import { CHANNEL, vitalsTopic } from '../../devices/topic.ts'
import { openQueries, type Queries } from '../../gateway/journal/queries.ts'
import { createIntake, type Intake, type IntakeOptions } from '../../gateway/reading/intake.ts'

export interface IntakeBench {
  readonly file: string
  readonly intake: Intake
  /** Packet ids acknowledged so far. */
  readonly acknowledged: readonly number[]
  readonly failures: readonly string[]
  readonly fatal: readonly Error[]
  queries(): Queries
  /** One run of one lane; packet ids go on from run to run. */
  publish(...payloads: (object | string)[]): void
  /** The same packet once more, with DUP. */
  repeat(packetId: number, payload: object): void
  close(): Promise<void>
}

export interface IntakeBenchOptions extends Partial<IntakeOptions> {
  /** An existing journal. */
  readonly journalFile?: string
}

export async function createIntakeBench(options: IntakeBenchOptions = {}): Promise<IntakeBench> {
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-intake-'))
  const file = options.journalFile ?? join(folder, 'journal.db')
  const acknowledged: number[] = []
  const failures: string[] = []
  const fatal: Error[] = []
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let intake: Intake
  try {
    intake = await createIntake({
      maxJournalBytes: 0,
      quarantineBytesPerDevice: 1 << 20,
      maxPayloadBytes: 65_536,
      indexEvery: 50_000,
      now: Date.now,
      onCommitted: () => undefined,
      onFailing: ({ code }) => void failures.push(code),
      onRecovered: () => undefined,
      onFatal: (error) => void fatal.push(error),
      ...options,
      journalFile: file,
    })
  } catch (error) {
    remove()
    throw error
  }
  const device = intake.numberOf('device', 'device-1')
  const topic = Buffer.from(vitalsTopic('device-1'))
  const lane = {
    acknowledge: (packetIds: Uint16Array, from: number, to: number) =>
      void acknowledged.push(...packetIds.subarray(from, to)),
    resume: () => undefined,
  }
  let packetId = 0

  function publish(payloads: readonly (object | string)[], firstPacketId: number, flags: number): void {
    const bodies = payloads.map((payload) =>
      Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    )
    const chunk = Buffer.concat(bodies.flatMap((body) => [topic, body]))
    intake.openRun(lane, 0)
    let at = 0
    for (const [i, body] of bodies.entries()) {
      const start = at + topic.length
      const id = firstPacketId + i
      intake.addMessage(at, start, start, start + body.length, device, CHANNEL.native, id, flags)
      at = start + body.length
    }
    intake.closeRun(chunk, at)
  }

  return {
    file,
    intake,
    acknowledged,
    failures,
    fatal,
    queries: () => openQueries(file),
    publish(...payloads) {
      publish(payloads, packetId + 1, HAS_PACKET_ID)
      packetId += payloads.length
    },
    repeat: (id, payload) => publish([payload], id, HAS_PACKET_ID | FROM_DUP),
    async close() {
      await intake.close()
      remove()
    },
  }
}
