/** Kysely over pg: a pool whose lost connections become Failures and whose bigints become numbers. */
import { type Dialect, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import { failure } from '../failures.ts'

export interface PostgresOptions {
  /** postgres://… */
  readonly url: string
  readonly connectTimeoutMs: number
}

const POOL_SIZE = 8

/**
 * Classes of SQLSTATE that say "not now" rather than "not so": connection, resources, shutdown, system, disk;
 * https://www.postgresql.org/docs/15/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08|53|57P|58|25006)/

/** Milliseconds and journal positions stay far below 2^53; scoped to this pool, other users of pg keep text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
}

/** A server's error carries five characters of SQLSTATE; a socket's does not. */
function explained(error: unknown): unknown {
  const { code } = error as { code?: unknown }
  const reason = typeof code === 'string' ? code : 'connectionLost'
  if (/^[0-9A-Z]{5}$/.test(reason) && !UNAVAILABLE.test(reason)) return error
  return failure('storeUnavailable', `PostgreSQL does not answer (${reason}).`, { reason }, error)
}

function unreachable(error: unknown): unknown {
  const { code } = error as { code?: unknown }
  const reason = typeof code === 'string' ? code : 'timeout'
  return failure(
    'storeUnavailable',
    `PostgreSQL can not be reached (${reason}). Check DATABASE_URL: host, port, user, password, database.`,
    { reason },
    error,
  )
}

function explainingPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw unreachable(error)
      })
      return {
        release: (destroy?: boolean) => client.release(destroy),
        query: (sql: string, parameters: readonly unknown[]) =>
          client.query(sql, [...parameters]).catch((error: unknown) => {
            throw explained(error)
          }),
      } as unknown as Awaited<ReturnType<PostgresPool['connect']>>
    },
  }
}

export function createPostgresDialect({ url, connectTimeoutMs }: PostgresOptions): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    max: POOL_SIZE,
    keepAlive: true,
    types,
    application_name: 'vitalgate',
  })
  // A connection that the server ends, idle or in use, would end the process; the next query says what is wrong.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: explainingPool(pool) })
}
