/** Runs a change in the transaction at hand, or in one of its own. */
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** @param db the database, or an open transaction of it */
export function inTransaction<Result>(
  db: Kysely<Schema>,
  change: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? change(db) : db.transaction().execute(change)
}
