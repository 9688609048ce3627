/** Brings the state of judging back from the journal: as saved with the index, then message by message from there. */
import type { DatabaseSync } from 'node:sqlite'
import { isValue } from '../../devices/quality.ts'
import { canonicalReadings, readBody } from '../journal/body.ts'
import { ENTRY, ENTRY_KIND, PACKET_ID_SHIFT } from '../journal/flags.ts'
import type { Judges } from './judges.ts'

/** Untimed messages this far back are still known by their packet ids and contents. */
const UNTIMED_MESSAGES = 20_000

export interface JournalEnd {
  /** Last position; 0: empty. */
  readonly last: number
  /** Last position that the index holds. */
  readonly indexed: number
}

interface SenderRow {
  device: number
  known: number
  sequence: number
  sequence_at: number
  leads: Uint8Array
}

interface EntryRow {
  position: number
  device: number
  patient: number | null
  at: number
  received: number
  sequence: number
  flags: number
  body: Uint8Array
}

export function restore(database: DatabaseSync, judges: Judges): JournalEnd {
  const { identity, sequences, lateness, trustTime, repeats } = judges
  const { last } = database.prepare('SELECT coalesce(max(position), 0) AS last FROM entry').get() as {
    last: number
  }
  const { indexed } = database.prepare('SELECT indexed FROM progress').get() as { indexed: number }

  for (const row of database.prepare('SELECT * FROM sender').iterate()) {
    const { device, known, sequence, sequence_at: at, leads } = row as unknown as SenderRow
    identity.setKnown(device, known)
    if (sequence >= 0) sequences.restore(device, sequence, at)
    trustTime.restore(device, new Float64Array(leads.slice().buffer))
  }
  for (const row of database.prepare('SELECT device, patient, vital, at, settled FROM newest').iterate()) {
    const { device, patient, vital, at, settled } = row as Record<string, number>
    lateness.restore({ device, patient, vital, atMs: at, settledMs: settled })
  }
  const columns = 'position, device, patient, at, received, sequence, flags, body'
  const untimed = database.prepare(
    `SELECT ${columns} FROM entry WHERE position > ? AND position <= ? AND kind = ${ENTRY_KIND.message}
       AND flags & ${ENTRY.untimed} ORDER BY position`,
  )
  for (const row of untimed.iterate(Math.min(indexed, last - UNTIMED_MESSAGES), indexed)) {
    rememberRepeatable(row as unknown as EntryRow)
  }

  const tail = database.prepare(
    `SELECT ${columns} FROM entry WHERE position > ? AND kind = ${ENTRY_KIND.message} ORDER BY position`,
  )
  for (const row of tail.iterate(indexed)) {
    const { position, device, patient, at, received, sequence, flags, body } = row as unknown as EntryRow
    const isTrusted = (flags & ENTRY.timeUntrusted) === 0
    if (flags & ENTRY.untimed) {
      rememberRepeatable(row as unknown as EntryRow)
      identity.meet(device)
    } else {
      identity.remember(device, at, sequence, position)
      trustTime.learn(device, at, received)
    }
    if (sequence >= 0) sequences.replay(device, sequence, isTrusted ? at : received, isTrusted)
    if (!isTrusted) continue
    for (const reading of readBody(body)) {
      if (!isValue(reading.quality)) continue
      if (flags & ENTRY.untimed) lateness.renew(device, patient ?? 0, reading.vitalCode, received)
      else lateness.isLate(device, patient ?? 0, reading.vitalCode, at, received)
    }
  }
  return { last, indexed }

  function rememberRepeatable({ position, device, received, flags, body }: EntryRow): void {
    const packetId = flags >>> PACKET_ID_SHIFT
    if (packetId > 0) repeats.rememberPacket(device, packetId, position)
    repeats.isOverheard(device, canonicalReadings(body).toString('latin1'), received)
  }
}
