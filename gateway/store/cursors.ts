/** How far each follower of the journal has read. */
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export interface CursorStore {
  /** 0 where the follower has never written: journal positions begin at 1. */
  read(name: string): Promise<number>
  write(name: string, position: number): Promise<void>
}

/** @param db the database; or the transaction that holds what the follower caused, so that both commit together */
export function createCursorStore(db: Kysely<Schema>): CursorStore {
  return {
    async read(name) {
      const row = await db.selectFrom('cursor').select('position').where('name', '=', name).executeTakeFirst()
      return row?.position ?? 0
    },

    async write(name, position) {
      await db
        .insertInto('cursor')
        .values({ name, position })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ position }))
        .execute()
    },
  }
}
