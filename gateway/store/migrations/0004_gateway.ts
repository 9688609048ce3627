/** Which gateway this store belongs to: cursors count positions of that gateway's journal. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('gateway')
    .addColumn('single', 'integer', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('boundAtMs', 'bigint', (column) => column.notNull())
    .execute()
}
