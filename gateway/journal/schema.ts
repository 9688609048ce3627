/** The journal's file: tables, settings, and how it is opened for writing. */
import { DatabaseSync } from 'node:sqlite'
import { failure } from '../failures.ts'

const VERSION = 1

/**
 * `entry` is append-only and dense: position n+1 follows n, whatever its kind. One leaf an entry, in runs.
 * `message_by_time` is built behind, in sorted steps, up to `progress.indexed`: a random-key index kept up in
 * the commit costs 1.8 to 3.1 us a row, this one 0.65 (prototype, 50,000 rows a step).
 * `sender` and `newest` are the state of judging as of `progress.indexed`; what came after is read again at start.
 */
const TABLES = `
CREATE TABLE device(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE patient(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE entry(
  position INTEGER PRIMARY KEY, kind INTEGER NOT NULL, device INTEGER NOT NULL, patient INTEGER,
  at INTEGER NOT NULL, received INTEGER NOT NULL, sequence INTEGER NOT NULL, flags INTEGER NOT NULL, body BLOB);
CREATE TABLE leaf_run(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, leaves BLOB NOT NULL);
CREATE TABLE refusal(
  position INTEGER PRIMARY KEY, device INTEGER NOT NULL, topic TEXT NOT NULL, code TEXT NOT NULL,
  field TEXT NOT NULL, reason TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL, bytes BLOB);
CREATE INDEX refusal_by_device ON refusal(device, position);
CREATE TABLE gap(
  device INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, detected INTEGER NOT NULL,
  PRIMARY KEY(device, first)) WITHOUT ROWID;
CREATE TABLE message_by_time(
  device INTEGER NOT NULL, at INTEGER NOT NULL, position INTEGER NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY(device, at, position)) WITHOUT ROWID;
CREATE TABLE sender(
  device INTEGER PRIMARY KEY, known INTEGER NOT NULL, sequence INTEGER NOT NULL, sequence_at INTEGER NOT NULL,
  leads BLOB NOT NULL);
CREATE TABLE newest(
  device INTEGER NOT NULL, patient INTEGER NOT NULL, vital INTEGER NOT NULL, at INTEGER NOT NULL,
  settled INTEGER NOT NULL, PRIMARY KEY(device, patient, vital)) WITHOUT ROWID;
CREATE TABLE progress(one INTEGER PRIMARY KEY CHECK(one = 1), indexed INTEGER NOT NULL);
INSERT INTO progress VALUES(1, 0);
`

export interface JournalOptions {
  readonly file: string
  /** Size at which SQLite itself answers "full"; 0: the disk is the limit. */
  readonly maxBytes: number
}

/**
 * Opens the journal for its one writer, makes it where it does not exist.
 * @throws Failure storeUnavailable where the file belongs to another version of the product
 */
export function openJournal({ file, maxBytes }: JournalOptions): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    prepare(database, maxBytes)
    return database
  } catch (error) {
    // left to the garbage collector it would keep what it has locked from the next attempt
    database.close()
    throw error
  }
}

function prepare(database: DatabaseSync, maxBytes: number): void {
  database.exec('PRAGMA busy_timeout=2000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  database.exec('PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384')
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version === 0) {
    database.exec(`BEGIN IMMEDIATE;${TABLES}PRAGMA user_version=${VERSION};COMMIT`)
  } else if (version !== VERSION) {
    throw failure('storeUnavailable', `The journal has format ${version}, this gateway reads ${VERSION}.`, {
      field: 'journal',
      allowed: VERSION,
      given: version,
    })
  }
  if (maxBytes > 0) {
    const { page_size: pageSize } = database.prepare('PRAGMA page_size').get() as { page_size: number }
    database.exec(`PRAGMA max_page_count=${Math.max(16, Math.floor(maxBytes / pageSize))}`)
  }
}
