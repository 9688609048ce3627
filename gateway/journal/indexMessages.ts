/** Brings the index by device and time up to a position, in one sorted step, with the state of judging beside it. */
import type { DatabaseSync } from 'node:sqlite'
import type { Judges } from '../reading/judges.ts'
import { CHARTED_AT_RECEIPT, ENTRY, ENTRY_KIND } from './flags.ts'

export interface IndexMessagesOptions {
  readonly database: DatabaseSync
  readonly judges: Pick<Judges, 'identity' | 'sequences' | 'lateness' | 'trustTime'>
}

/**
 * Indexes everything up to `position`, inside the caller's transaction.
 * @param hasUntrusted false where no message since the last step has a time that is not believed: saves a scan
 */
export type IndexMessages = (position: number, hasUntrusted: boolean) => void

export function createIndexMessages(options: IndexMessagesOptions): IndexMessages {
  const { database, judges } = options
  const { identity, sequences, lateness, trustTime } = judges
  const indexed = database.prepare('SELECT indexed FROM progress')
  const setIndexed = database.prepare('UPDATE progress SET indexed = ?')
  // -2 is no sequence: a message without a time of its own is charted when it came, and has no identity there
  const insert = database.prepare(
    `INSERT INTO message_by_time(device, at, position, sequence)
     SELECT device, at, position, iif(flags & ${ENTRY.untimed}, ${CHARTED_AT_RECEIPT}, sequence) FROM entry
     WHERE position > ? AND position <= ? AND kind = ${ENTRY_KIND.message} ORDER BY device, at, position`,
  )
  // likewise, beside the place of its identity, one whose time is not believed
  const insertUntrusted = database.prepare(
    `INSERT INTO message_by_time(device, at, position, sequence)
     SELECT device, received, position, ${CHARTED_AT_RECEIPT} FROM entry
     WHERE position > ? AND position <= ? AND kind = ${ENTRY_KIND.message} AND flags & ${ENTRY.timeUntrusted}
       AND received <> at`,
  )
  const saveSender = database.prepare(
    'INSERT OR REPLACE INTO sender(device, known, sequence, sequence_at, leads) VALUES(?, ?, ?, ?, ?)',
  )
  const saveNewest = database.prepare(
    'INSERT OR REPLACE INTO newest(device, patient, vital, at, settled) VALUES(?, ?, ?, ?, ?)',
  )

  return (position, hasUntrusted) => {
    const { indexed: from } = indexed.get() as { indexed: number }
    insert.run(from, position)
    if (hasUntrusted) insertUntrusted.run(from, position)
    for (const device of identity.tailDevices()) {
      const known = identity.known(device)
      saveSender.run(
        device,
        Number.isFinite(known) ? known : Number.MIN_SAFE_INTEGER,
        sequences.last(device),
        sequences.lastAtMs(device),
        trustTime.leads(device),
      )
    }
    for (const { device, patient, vital, atMs, settledMs } of lateness.takeChanged())
      saveNewest.run(device, patient, vital, atMs, settledMs)
    setIndexed.run(position)
    identity.forgetTail()
  }
}
