/** What the relational store says when its file or its server does not answer. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@jest/globals'
import { Kysely } from 'kysely'
import { createCursorStore } from '../../gateway/store/cursors.ts'
import { createDatabase } from '../../gateway/store/database.ts'
import { createNodeSqliteDialect } from '../../gateway/store/nodeSqliteDialect.ts'
import { createRevisionStore } from '../../gateway/store/revision.ts'
import type { Schema } from '../../gateway/store/schema.ts'
import { freePort } from '../support/freePort.ts'
import { startPostgres } from '../support/postgres.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const folder = temporaryFolder()
const postgres = requires('postgres')

/** A migrated SQLite store, and another process's connection to its file. */
async function aContestedStore(name: string, busyTimeoutMs: number) {
  const file = join(folder, name)
  await (await createDatabase({ url: null, file })).close()
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect({ file, busyTimeoutMs }) })
  const other = new DatabaseSync(file)
  other.exec('begin immediate')
  const close = async () => {
    other.close()
    await db.destroy()
  }
  return { db, other, close }
}

test('waits for the write lock of another process while sockets are served', async () => {
  const { db, other, close } = await aContestedStore('patient.db', 60_000)
  let turns = 0
  const turning = setInterval(() => {
    if (++turns === 20) other.exec('commit')
  }, 1)
  await createCursorStore(db).write('series', 7)
  clearInterval(turning)
  expect(turns).toBeGreaterThanOrEqual(20)
  expect(await createCursorStore(db).read('series')).toBe(7)
  await close()
})

test('gives up on a lock that stays, and works again once it is gone', async () => {
  const { db, other, close } = await aContestedStore('stuck.db', 30)
  await expect(createCursorStore(db).write('series', 7)).rejects.toMatchObject({
    code: 'storeUnavailable',
    facts: { reason: 'busy' },
  })
  await expect(db.transaction().execute(async () => {})).rejects.toMatchObject({ code: 'storeUnavailable' })
  expect(await createCursorStore(db).read('series')).toBe(0)
  other.exec('commit')
  await createCursorStore(db).write('series', 8)
  expect(await createCursorStore(db).read('series')).toBe(8)
  await close()
})

test('a file that is no database is refused and kept', async () => {
  const file = join(folder, 'letter.db')
  writeFileSync(file, 'Dear sir or madam, this is not a database, however long it is. '.repeat(40))
  await expect(createDatabase({ url: null, file })).rejects.toMatchObject({
    code: 'storeUnavailable',
    facts: { reason: 'notADatabase' },
  })
})

test('a PostgreSQL that is not there is named without its password', async () => {
  const url = `postgres://vitalgate:hunter2@127.0.0.1:${await freePort()}/vitalgate`
  const error = await createDatabase({ url, file: '' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'storeUnavailable', facts: { reason: 'ECONNREFUSED' } })
  expect((error as Error).message).toContain('DATABASE_URL')
  expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('hunter2')
})

test('an address of another kind is refused without being repeated', async () => {
  const error = await createDatabase({ url: 'mysql://root:hunter2@host/db', file: '' }).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'configurationInvalid', facts: { field: 'DATABASE_URL' } })
  expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('hunter2')
})

postgres.test('a PostgreSQL that ends fails queries as unavailable, and the process lives on', async () => {
  const server = await startPostgres(postgres.path)
  const database = await createDatabase({ url: await server.createDatabase(), file: '' })
  const revision = createRevisionStore(database.db)
  expect(await revision.read()).toBe(0)
  let begun!: () => void
  const inside = new Promise<void>((resolve) => {
    begun = resolve
  })
  let stopped!: () => void
  const afterStop = new Promise<void>((resolve) => {
    stopped = resolve
  })
  const transaction = database.db.transaction().execute(async (open) => {
    begun()
    await afterStop
    await createCursorStore(open).write('series', 1)
  })
  await inside
  await server.stop()
  stopped()
  await expect(transaction).rejects.toMatchObject({ code: 'storeUnavailable' })
  await expect(revision.read()).rejects.toMatchObject({ code: 'storeUnavailable' })
  await database.close()
})
