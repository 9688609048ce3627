/** Where patients lie. */
import type { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import { check } from './check.ts'
import { NewWard, type Ward } from './patientTables.ts'
import { type RandomBytes, randomId } from './randomId.ts'
import { changeDirectory } from './revision.ts'
import type { Schema } from './schema.ts'

export interface WardStore {
  /** @throws Failure invalidRequest, conflict (the name is taken) */
  create(ward: NewWard): Promise<Ward>
  list(): Promise<Ward[]>
}

export interface WardStoreOptions {
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

export function createWardStore(db: Kysely<Schema>, { now, randomBytes }: WardStoreOptions): WardStore {
  return {
    async create(input) {
      check(NewWard, input)
      const ward: Ward = { id: randomId(randomBytes), name: input.name.trim(), createdAtMs: now() }
      await changeDirectory(db, async (transaction) => {
        const { name } = ward
        const other = await transaction
          .selectFrom('ward')
          .select('id')
          .where('name', '=', name)
          .executeTakeFirst()
        if (other) {
          throw failure('conflict', 'A ward of that name is already there.', { field: 'name', given: name })
        }
        await transaction.insertInto('ward').values(ward).execute()
      })
      return ward
    },

    list: () => db.selectFrom('ward').selectAll().orderBy('name').execute(),
  }
}
