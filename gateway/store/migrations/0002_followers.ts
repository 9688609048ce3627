/** What followers of the journal keep: how far each has read, and the newest value of each vital. */
import type { Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('cursor')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('latest')
    .addColumn('deviceId', 'text', (column) => column.notNull())
    .addColumn('patientId', 'text', (column) => column.notNull())
    .addColumn('vitalCode', 'integer', (column) => column.notNull())
    .addColumn('value', 'integer', (column) => column.notNull())
    .addColumn('quality', 'integer', (column) => column.notNull())
    .addColumn('atMs', 'bigint', (column) => column.notNull())
    .addColumn('receivedAtMs', 'bigint', (column) => column.notNull())
    .addColumn('effectiveAtMs', 'bigint', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('latest_key', ['deviceId', 'patientId', 'vitalCode'])
    .execute()
  await db.schema.createIndex('latest_patient').on('latest').column('patientId').execute()
}
