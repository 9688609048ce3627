/** Brings a store to the newest schema; several processes may do so at once. */
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { failure, isFailure } from '../failures.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import type { Schema } from './schema.ts'

/** Names of migrations, here or applied, that the other side lacks. */
export interface MigrationState {
  readonly pending: readonly string[]
  /** Applied by a newer version of the product. */
  readonly unknown: readonly string[]
}

const TABLE = 'kysely_migration'

export async function migrationState(db: Kysely<Schema>): Promise<MigrationState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  const applied = tables.some((table) => table.name === TABLE)
    ? await (db as unknown as Kysely<{ [TABLE]: { name: string } }>)
        .selectFrom(TABLE)
        .select('name')
        .execute()
    : []
  const names = new Set(applied.map((row) => row.name))
  return {
    pending: Object.keys(MIGRATIONS).filter((name) => !names.has(name)),
    unknown: [...names].filter((name) => !Object.hasOwn(MIGRATIONS, name)),
  }
}

/** @throws Failure configurationInvalid for a store of a newer version, storeUnavailable */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { pending, unknown } = await migrationState(db)
  if (unknown.length > 0) {
    throw failure(
      'configurationInvalid',
      `The store was written by a newer version of Vitalgate (${unknown.join(', ')}). Run that version, or restore a backup made before it.`,
      { field: 'store', given: unknown, allowed: Object.keys(MIGRATIONS) },
    )
  }
  if (pending.length === 0) return
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (isFailure(error)) throw error
  throw failure('storeUnavailable', 'The store could not be migrated.', { pending }, error)
}
