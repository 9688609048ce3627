/** Cursors, latest values, migrations and binding, on both engines. */
import { expect, test } from '@jest/globals'
import { bindStore } from '../../gateway/store/binding.ts'
import { createCursorStore } from '../../gateway/store/cursors.ts'
import { createDatabase } from '../../gateway/store/database.ts'
import { createLatestStore } from '../../gateway/store/latest.ts'
import type { Latest } from '../../gateway/store/latestTable.ts'
import { migrationState } from '../../gateway/store/migrate.ts'
import { MIGRATIONS } from '../../gateway/store/migrations/migrations.ts'
import { describeStore } from '../support/describeStore.ts'

function aLatest(changes: Partial<Latest> = {}): Latest {
  const atMs = changes.atMs ?? 1_700_000_000_000
  return {
    deviceId: 'wrist-1',
    patientId: 'p-1',
    vitalCode: 1,
    value: 720,
    quality: 1,
    atMs,
    receivedAtMs: atMs + 50,
    effectiveAtMs: atMs,
    position: 1,
    ...changes,
  }
}

describeStore('the store of a follower', (store) => {
  test('is migrated from empty to the newest schema, and migrating again changes nothing', async () => {
    const { database, options } = store()
    expect(await migrationState(database.db)).toEqual({ pending: [], unknown: [] })
    const again = await createDatabase(options)
    expect(await migrationState(again.db)).toEqual({ pending: [], unknown: [] })
    await again.close()
  })

  test('is migrated once where several processes start at the same moment', async () => {
    const options = await store().emptyOptions()
    const databases = await Promise.all([1, 2, 3, 4].map(() => createDatabase(options)))
    const { db } = databases[0]!
    expect(await migrationState(db)).toEqual({ pending: [], unknown: [] })
    expect(await db.selectFrom('revision').selectAll().execute()).toEqual([{ id: 1, value: 0 }])
    await Promise.all(databases.map((database) => database.close()))
  })

  test('refuses a store of a newer version instead of writing into it', async () => {
    const { database, options } = store()
    await database.db
      .insertInto('kysely_migration' as never)
      .values({ name: '9999_future', timestamp: '2030-01-01T00:00:00.000Z' } as never)
      .execute()
    await expect(createDatabase(options)).rejects.toMatchObject({
      code: 'configurationInvalid',
      facts: { field: 'store', given: ['9999_future'], allowed: Object.keys(MIGRATIONS) },
    })
  })

  test('a cursor begins at 0 and keeps the last position written', async () => {
    const cursors = createCursorStore(store().database.db)
    expect(await cursors.read('series')).toBe(0)
    await cursors.write('series', 5)
    await cursors.write('series', 9_007_199_254_740_991)
    await cursors.write('live', 3)
    expect(await cursors.read('series')).toBe(9_007_199_254_740_991)
    expect(await cursors.read('live')).toBe(3)
  })

  test('a cursor written in a transaction that fails is rolled back with what the follower caused', async () => {
    const { db } = store().database
    const cursors = createCursorStore(db)
    await cursors.write('latest', 10)
    const failing = db.transaction().execute(async (transaction) => {
      await createLatestStore(transaction).upsertMany([aLatest()], 'latest', 20)
      throw new Error('power cut')
    })
    await expect(failing).rejects.toThrow('power cut')
    expect(await cursors.read('latest')).toBe(10)
    expect(await createLatestStore(db).list()).toEqual([])
  })

  test('latest values and their cursor commit together', async () => {
    const { db } = store().database
    const latest = createLatestStore(db)
    const rows = [aLatest(), aLatest({ vitalCode: 2, value: 975 }), aLatest({ patientId: null })]
    await latest.upsertMany(rows, 'latest', 3)
    expect(await createCursorStore(db).read('latest')).toBe(3)
    expect(await latest.list()).toHaveLength(3)
    expect(await latest.list({ patientId: 'p-1' })).toEqual([rows[0], rows[1]])
    expect(await latest.list({ deviceId: 'wrist-2' })).toEqual([])
    expect((await latest.list()).filter((row) => row.patientId === null)).toEqual([rows[2]])
  })

  test('an older reading never replaces a newer one, in one call or in two', async () => {
    const latest = createLatestStore(store().database.db)
    const newer = aLatest({ atMs: 2000, value: 2, position: 5 })
    const older = aLatest({ atMs: 1000, value: 1, position: 6 })
    await latest.upsertMany([newer, older], 'latest', 6)
    expect(await latest.list()).toEqual([newer])
    await latest.upsertMany([older], 'latest', 7)
    expect(await latest.list()).toEqual([newer])
  })

  test('a reading whose time can not be trusted counts by when it was received', async () => {
    const latest = createLatestStore(store().database.db)
    const trusted = aLatest({ atMs: 5000, position: 1 })
    const untrusted = aLatest({ atMs: 900, receivedAtMs: 6000, effectiveAtMs: 6000, value: 3, position: 2 })
    await latest.upsertMany([trusted, untrusted], 'latest', 2)
    expect(await latest.list()).toEqual([untrusted])
  })

  test('the same entries replayed change nothing', async () => {
    const latest = createLatestStore(store().database.db)
    const first = aLatest({ value: 1, position: 1 })
    const second = aLatest({ value: 2, position: 2 })
    await latest.upsertMany([first, second], 'latest', 2)
    await latest.upsertMany([first, second], 'latest', 2)
    expect(await latest.list()).toEqual([second])
  })

  test('takes thousands of latest values in one call', async () => {
    const latest = createLatestStore(store().database.db)
    const rows = Array.from({ length: 5000 }, (_, n) => aLatest({ deviceId: `device-${n}`, position: n + 1 }))
    await latest.upsertMany(rows, 'latest', 5000)
    expect(await latest.list()).toHaveLength(5000)
  })

  test('belongs to the gateway that bound it first, and to no other', async () => {
    const { db } = store().database
    await bindStore(db, 'gateway-a', 1)
    await bindStore(db, 'gateway-a', 2)
    await expect(bindStore(db, 'gateway-b', 3)).rejects.toMatchObject({ code: 'configurationInvalid' })
  })
})
