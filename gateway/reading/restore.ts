/** Brings the state of judging back from the journal: as saved with the index, then message by message from there. */
import type { DatabaseSync } from 'node:sqlite'
import { isValue } from '../../devices/quality.ts'
import { readBody } from '../journal/body.ts'
import { ENTRY, ENTRY_KIND, PACKET_ID_SHIFT } from '../journal/flags.ts'
import type { Judges } from './judges.ts'

/** Untimed messages this far back are still known by their packet ids. */
const PACKET_MESSAGES = 20_000

export interface JournalEnd {
  /** Last position; 0: empty. */
  readonly last: number
  /** Last position that the index holds. */
  readonly indexed: number
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

/** Runs inside the caller's transaction: gaps are found again as they were found then. */
export function restore(database: DatabaseSync, judges: Judges): JournalEnd {
  const { identity, sequences, lateness, trustTime, repeats } = judges
  const { last } = database.prepare('SELECT coalesce(max(position), 0) AS last FROM entry').get() as {
    last: number
  }
  const { indexed } = database.prepare('SELECT indexed FROM progress').get() as { indexed: number }

  for (const row of database.prepare('SELECT device, known, sequence, sequence_at FROM sender').iterate()) {
    const { device, known, sequence, sequence_at: at } = row as Record<string, number>
    identity.setKnown(device, known)
    if (sequence >= 0) sequences.restore(device, sequence, at)
  }
  for (const row of database.prepare('SELECT device, patient, vital, at FROM newest').iterate()) {
    const { device, patient, vital, at } = row as Record<string, number>
    lateness.restore({ device, patient, vital, atMs: at })
  }
  const packets = database.prepare(
    `SELECT position, device, flags FROM entry
     WHERE position > ? AND position <= ? AND kind = ${ENTRY_KIND.message} AND flags & ${ENTRY.untimed} ORDER BY position`,
  )
  for (const row of packets.iterate(Math.min(indexed, last - PACKET_MESSAGES), indexed)) {
    const { position, device, flags } = row as Record<string, number>
    if (flags >>> PACKET_ID_SHIFT) repeats.rememberPacket(device, flags >>> PACKET_ID_SHIFT, position)
  }

  const tail = database.prepare(
    `SELECT position, device, patient, at, received, sequence, flags, body FROM entry
     WHERE position > ? AND kind = ${ENTRY_KIND.message} ORDER BY position`,
  )
  for (const row of tail.iterate(indexed)) {
    const { position, device, patient, at, received, sequence, flags, body } = row as unknown as EntryRow
    const untimed = (flags & ENTRY.untimed) !== 0
    if (untimed) {
      if (flags >>> PACKET_ID_SHIFT) repeats.rememberPacket(device, flags >>> PACKET_ID_SHIFT, position)
    } else {
      trustTime.isTrusted(device, at, received)
      identity.remember(device, at, sequence, position)
    }
    if (flags & ENTRY.timeUntrusted) continue
    if (sequence >= 0) sequences.follow(device, sequence, at, received)
    for (const reading of readBody(body)) {
      if (isValue(reading.quality)) lateness.isLate(device, patient ?? 0, reading.vitalCode, at)
    }
  }
  return { last, indexed }
}
