/** Several statements that see the journal as it was at one moment, whatever its writer commits in between. */
import type { DatabaseSync } from 'node:sqlite'

export function inSnapshot<Value>(database: DatabaseSync, read: () => Value): Value {
  database.exec('BEGIN')
  try {
    return read()
  } finally {
    database.exec('ROLLBACK')
  }
}
