/** The counter that tells a running gateway that another process changed the directory. */
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import { inTransaction } from './transaction.ts'

export interface RevisionStore {
  /** Grows with every change of devices, patients, wards, assignments and users. */
  read(): Promise<number>
}

/**
 * Makes a change of the directory: the counter is bumped first, so its row is the lock that lets one writer in at
 * a time on both engines, and what `change` reads can not move under it.
 * @param db the database, or an open transaction of it
 */
export function changeDirectory<Result>(
  db: Kysely<Schema>,
  change: (transaction: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  return inTransaction(db, async (transaction) => {
    await transaction
      .updateTable('revision')
      .set((expression) => ({ value: expression('value', '+', 1) }))
      .where('id', '=', 1)
      .execute()
    return change(transaction)
  })
}

export function createRevisionStore(db: Kysely<Schema>): RevisionStore {
  return {
    async read() {
      const { value } = await db
        .selectFrom('revision')
        .select('value')
        .where('id', '=', 1)
        .executeTakeFirstOrThrow()
      return value
    },
  }
}
