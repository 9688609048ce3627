/** Devices, patients, wards, who wore what when, and the counter that every change of them bumps. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('revision')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute()
  await sql`insert into revision (id, value) values (1, 0)`.execute(db)

  await db.schema
    .createTable('ward')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('createdAtMs', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('patient')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('displayName', 'text', (column) => column.notNull())
    .addColumn('birthDate', 'text')
    .addColumn('sex', 'text')
    .addColumn('wardId', 'text', (column) => column.references('ward.id'))
    .addColumn('createdAtMs', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('device')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('prefix', 'text', (column) => column.unique())
    .addColumn('bridgeId', 'text', (column) => column.references('device.id'))
    .addColumn('address', 'text')
    .addColumn('messagesPerSecond', 'integer')
    .addColumn('intervalS', 'integer')
    .addColumn('tokenHash', 'text')
    .addColumn('certificateAllowed', 'integer', (column) => column.notNull())
    .addColumn('certificateFingerprint', 'text')
    .addColumn('credentialVersion', 'integer', (column) => column.notNull())
    .addColumn('createdAtMs', 'bigint', (column) => column.notNull())
    .addColumn('revokedAtMs', 'bigint')
    .addUniqueConstraint('device_address', ['bridgeId', 'address'])
    .execute()

  await db.schema
    .createTable('assignment')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('deviceId', 'text', (column) => column.notNull().references('device.id'))
    .addColumn('patientId', 'text', (column) => column.notNull().references('patient.id'))
    .addColumn('fromMs', 'bigint', (column) => column.notNull())
    .addColumn('untilMs', 'bigint')
    .addColumn('preference', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('assignment_device')
    .on('assignment')
    .columns(['deviceId', 'fromMs'])
    .unique()
    .execute()
  await db.schema.createIndex('assignment_patient').on('assignment').column('patientId').execute()
  await sql`create unique index assignment_open on assignment (${sql.ref('deviceId')}) where ${sql.ref('untilMs')} is null`.execute(
    db,
  )
}
