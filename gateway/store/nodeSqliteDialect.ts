/** Kysely over node:sqlite: one connection, the write lock taken at BEGIN, other processes waited for without blocking. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { failure } from '../failures.ts'

export interface NodeSqliteOptions {
  /** Created where absent. */
  readonly file: string
  /** How long a statement waits for another process's write lock. */
  readonly busyTimeoutMs: number
}

/** Primary result codes, https://sqlite.org/rescode.html */
const BUSY = 5
const UNAVAILABLE = new Map([
  [BUSY, 'busy'],
  [8, 'readOnly'],
  [10, 'inputOutput'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'cannotOpen'],
  [26, 'notADatabase'],
])
const BUSY_POLL_MS = 5

function resultCode(error: unknown): number {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : 0
}

/** Failure storeUnavailable where the file is to blame; any other error as it is. */
function explained(error: unknown): unknown {
  const reason = UNAVAILABLE.get(resultCode(error))
  if (reason === undefined) return error
  return failure('storeUnavailable', `The SQLite store does not answer (${reason}).`, { reason }, error)
}

/**
 * node:sqlite knows neither booleans nor dates: it would bind a Date, as an object, to named parameters and
 * store NULL. Dates become ISO 8601 text, which is how better-auth keeps them in SQLite.
 */
function bindable(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.toISOString()
  return value as SQLInputValue
}

function execute<R>(database: DatabaseSync, query: CompiledQuery): QueryResult<R> {
  const statement = database.prepare(query.sql)
  const parameters = query.parameters.map(bindable)
  if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] }
  const { changes, lastInsertRowid } = statement.run(...parameters)
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
}

function createConnection(database: DatabaseSync, busyTimeoutMs: number): DatabaseConnection {
  return {
    async executeQuery(query) {
      const giveUpAtMs = performance.now() + busyTimeoutMs
      for (;;) {
        try {
          return execute(database, query)
        } catch (error) {
          if (resultCode(error) !== BUSY || performance.now() > giveUpAtMs) throw explained(error)
        }
        await delay(BUSY_POLL_MS)
      }
    },
    streamQuery() {
      throw failure('internal', 'The SQLite store does not stream.')
    },
  }
}

/** @throws Failure storeUnavailable */
function openDatabase({ file, busyTimeoutMs }: NodeSqliteOptions): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    // From here on SQLite itself must not sleep: this is the thread that serves the sockets.
    database.exec('pragma busy_timeout = 0')
    return database
  } catch (error) {
    throw explained(error)
  }
}

function createDriver(options: NodeSqliteOptions): Driver {
  let database: DatabaseSync
  let connection: DatabaseConnection
  const run = async (sql: string) => void (await connection.executeQuery(CompiledQuery.raw(sql)))
  return {
    async init() {
      database = openDatabase(options)
      connection = createConnection(database, options.busyTimeoutMs)
    },
    acquireConnection: async () => connection,
    // A deferred transaction that first reads and then writes fails at once where another process wrote in between.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    async rollbackTransaction() {
      // A full disk makes SQLite roll back by itself.
      if (database.isTransaction) await run('rollback')
    },
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  }
}

/** SQLite rolls back DDL like any other statement, so migrations run inside one transaction and processes take turns. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

export function createNodeSqliteDialect(options: NodeSqliteOptions): Dialect {
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => createDriver(options),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
