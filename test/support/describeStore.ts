/** One behaviour suite for both engines of the relational store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals'
import { createDatabase, type Database, type DatabaseOptions } from '../../gateway/store/database.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'
import { requires } from './requires.ts'

export interface StoreUnderTest {
  /** Migrated and empty, new for each test. */
  readonly database: Database
  /** How another process would open the same store. */
  readonly options: DatabaseOptions
  /** An empty store that nobody has opened yet. */
  emptyOptions(): Promise<DatabaseOptions>
}

/** @param tests reads the store under test inside its tests and hooks, not while tests are being declared */
export function describeStore(name: string, tests: (store: () => StoreUnderTest) => void): void {
  const postgres = requires('postgres')

  describe(`${name} (SQLite)`, () => {
    let folder: string
    let files = 0
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'vitalgate-store-'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    withStore(async () => ({ url: null, file: join(folder, `${++files}.db`) }), tests)
  })

  postgres.describe(`${name} (PostgreSQL)`, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres(postgres.path)
    })
    afterAll(() => server.stop())
    withStore(async () => ({ url: await server.createDatabase(), file: '' }), tests)
  })
}

function withStore(
  emptyOptions: () => Promise<DatabaseOptions>,
  tests: (store: () => StoreUnderTest) => void,
): void {
  let store: StoreUnderTest
  beforeEach(async () => {
    const options = await emptyOptions()
    store = { database: await createDatabase(options), options, emptyOptions }
  })
  afterEach(() => store.database.close())
  tests(() => store)
}
