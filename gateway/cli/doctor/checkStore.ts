/** Doctor: the relational store answers, is of this version, and is this directory's. */
import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { isFailure } from '../../failures.ts'
import { connectDatabase, type Database } from '../../store/database.ts'
import { readIdentity } from '../../store/directoryIdentity.ts'
import { migrationState } from '../../store/migrate.ts'
import { type Finding, failed, ok, skipped, warning } from './finding.ts'
import type { Installation } from './installation.ts'

const NAME = 'store'

async function checkSchema({ db }: Database, running: boolean): Promise<Finding | null> {
  const { pending, unknown } = await migrationState(db)
  if (unknown.length > 0) {
    return failed(NAME, 'written by a newer version', 'run that version, or restore a backup made before it')
  }
  if (pending.length === 0) return null
  const detail = `${pending.length} changes of its schema are to come`
  return running
    ? failed(NAME, detail, 'restart the gateway')
    : warning(NAME, detail, 'the next start makes them')
}

async function checkOwner({ db }: Database, gatewayId: string | null): Promise<Finding | null> {
  const owner = await db.selectFrom('gateway').select('id').executeTakeFirst()
  if (!owner || owner.id === gatewayId) return null
  return failed(
    NAME,
    `belongs to gateway ${owner.id}, not to this data directory`,
    'correct DATA_DIR or DATABASE_URL',
  )
}

async function checkIntegrity({ db, engine }: Database): Promise<Finding | null> {
  if (engine !== 'sqlite') return null
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  if (rows[0]?.quick_check === 'ok') return null
  return failed(NAME, 'damaged', 'keep the folder as it is, and restore a backup into another DATA_DIR')
}

export async function checkStore({ config, dataDir, storeFile, running }: Installation): Promise<Finding> {
  const url = config.databaseUrl
  if (url === null && !existsSync(storeFile)) return skipped(NAME, 'none yet')
  let database: Database | null = null
  try {
    database = connectDatabase({ url, file: storeFile })
    const gatewayId = readIdentity(dataDir)?.gatewayId ?? null
    return (
      (await checkSchema(database, running)) ??
      (await checkOwner(database, gatewayId)) ??
      (await checkIntegrity(database)) ??
      ok(NAME, url === null ? 'SQLite, sound and up to date' : 'PostgreSQL, answers and is up to date')
    )
  } catch (error) {
    const detail = isFailure(error) ? error.message : 'does not answer as a store of Vitalgate'
    const fix = url === null ? 'restore a backup' : 'start PostgreSQL, or correct DATABASE_URL'
    return failed(NAME, detail, fix)
  } finally {
    await database?.close()
  }
}
