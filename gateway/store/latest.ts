/** The newest value of each device, patient and vital: what a screen shows first. */
import type { Kysely } from 'kysely'
import { createCursorStore } from './cursors.ts'
import type { Latest, LatestTable } from './latestTable.ts'
import type { Schema } from './schema.ts'
import { inTransaction } from './transaction.ts'

export interface LatestFilter {
  readonly deviceId?: string
  readonly patientId?: string
}

export interface LatestStore {
  /**
   * Takes over what is newer than what is stored and moves the cursor, in one transaction; the same rows again, or
   * older ones, change nothing.
   */
  upsertMany(rows: readonly Latest[], cursorName: string, position: number): Promise<void>
  list(filter?: LatestFilter): Promise<Latest[]>
}

/** SQLite binds at most 32,766 parameters, nine a row. */
const ROWS_A_STATEMENT = 1000

function isNewer(row: LatestTable, than: LatestTable): boolean {
  if (row.effectiveAtMs !== than.effectiveAtMs) return row.effectiveAtMs > than.effectiveAtMs
  return row.position > than.position
}

/** One row a key, in the order of keys: a statement may touch a row once, and two writers lock in the same order. */
function newestOfEachKey(rows: readonly Latest[]): LatestTable[] {
  const newest = new Map<string, LatestTable>()
  for (const { patientId, ...rest } of rows) {
    const row = { ...rest, patientId: patientId ?? '' }
    const key = JSON.stringify([row.deviceId, row.patientId, row.vitalCode])
    const known = newest.get(key)
    if (!known || isNewer(row, known)) newest.set(key, row)
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

async function upsert(rows: readonly LatestTable[], db: Kysely<Schema>): Promise<void> {
  await db
    .insertInto('latest')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['deviceId', 'patientId', 'vitalCode'])
        .doUpdateSet((is) => ({
          value: is.ref('excluded.value'),
          quality: is.ref('excluded.quality'),
          atMs: is.ref('excluded.atMs'),
          receivedAtMs: is.ref('excluded.receivedAtMs'),
          effectiveAtMs: is.ref('excluded.effectiveAtMs'),
          position: is.ref('excluded.position'),
        }))
        .where((is) =>
          is.or([
            is('excluded.effectiveAtMs', '>', is.ref('latest.effectiveAtMs')),
            is.and([
              is('excluded.effectiveAtMs', '=', is.ref('latest.effectiveAtMs')),
              is('excluded.position', '>', is.ref('latest.position')),
            ]),
          ]),
        ),
    )
    .execute()
}

export function createLatestStore(db: Kysely<Schema>): LatestStore {
  return {
    upsertMany: (rows, cursorName, position) =>
      inTransaction(db, async (transaction) => {
        const newest = newestOfEachKey(rows)
        for (let from = 0; from < newest.length; from += ROWS_A_STATEMENT) {
          await upsert(newest.slice(from, from + ROWS_A_STATEMENT), transaction)
        }
        await createCursorStore(transaction).write(cursorName, position)
      }),

    async list({ deviceId, patientId } = {}) {
      const rows = await db
        .selectFrom('latest')
        .selectAll()
        .$if(deviceId !== undefined, (query) => query.where('deviceId', '=', deviceId!))
        .$if(patientId !== undefined, (query) => query.where('patientId', '=', patientId!))
        .orderBy('deviceId')
        .orderBy('patientId')
        .orderBy('vitalCode')
        .execute()
      return rows.map((row) => ({ ...row, patientId: row.patientId === '' ? null : row.patientId }))
    },
  }
}
