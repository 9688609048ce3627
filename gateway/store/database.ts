/** Opens the relational store, a SQLite file or PostgreSQL, at the newest schema. */
import { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import { migrate } from './migrate.ts'
import { createNodeSqliteDialect } from './nodeSqliteDialect.ts'
import { createPostgresDialect } from './postgresDialect.ts'
import type { Schema } from './schema.ts'

export type Engine = 'sqlite' | 'postgres'

export interface Database {
  readonly db: Kysely<Schema>
  readonly engine: Engine
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** postgres://… ; null: the file. */
  readonly url: string | null
  /** The SQLite file; not touched where `url` is given. */
  readonly file: string
}

const BUSY_TIMEOUT_MS = 5000
const CONNECT_TIMEOUT_MS = 5000

function postgresUrl(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url)) return url
  throw failure('configurationInvalid', 'DATABASE_URL is not a PostgreSQL address: allowed is postgres://…', {
    field: 'DATABASE_URL',
    allowed: 'postgres://user:password@host:port/database',
  })
}

/** Without migrating: to look at a store, as `vitalgate doctor` does. */
export function connectDatabase({ url, file }: DatabaseOptions): Database {
  const dialect =
    url === null
      ? createNodeSqliteDialect({ file, busyTimeoutMs: BUSY_TIMEOUT_MS })
      : createPostgresDialect({ url: postgresUrl(url), connectTimeoutMs: CONNECT_TIMEOUT_MS })
  const db = new Kysely<Schema>({ dialect })
  return { db, engine: url === null ? 'sqlite' : 'postgres', close: () => db.destroy() }
}

/** @throws Failure storeUnavailable, configurationInvalid */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  const database = connectDatabase(options)
  try {
    await migrate(database.db)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
