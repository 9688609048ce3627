/** Ties a store to one gateway: its cursors count positions of that gateway's journal and mean nothing to another. */
import type { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import type { Schema } from './schema.ts'
import { inTransaction } from './transaction.ts'

/** @throws Failure configurationInvalid where the store belongs to another data directory */
export async function bindStore(db: Kysely<Schema>, gatewayId: string, nowMs: number): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('gateway')
      .values({ single: 1, id: gatewayId, boundAtMs: nowMs })
      .onConflict((conflict) => conflict.column('single').doNothing())
      .execute()
    const { id } = await transaction.selectFrom('gateway').select('id').executeTakeFirstOrThrow()
    if (id === gatewayId) return
    throw failure(
      'configurationInvalid',
      'The store belongs to the gateway of another data directory. Correct DATA_DIR or DATABASE_URL.',
      { field: 'DATABASE_URL', allowed: `a store that is empty or of gateway ${gatewayId}`, given: id },
    )
  })
}
