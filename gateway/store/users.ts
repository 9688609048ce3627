/** Who may sign in: accounts with a role, made and suspended here, signed in by better-auth. */
import type { Kysely, Selectable } from 'kysely'
import { failure } from '../failures.ts'
import { NewUser, type Role, type User, type UserTable } from './accountTables.ts'
import { check } from './check.ts'
import { hashPassword } from './password.ts'
import { type RandomBytes, randomId } from './randomId.ts'
import { changeDirectory } from './revision.ts'
import type { Schema } from './schema.ts'

export interface UserStore {
  /** @throws Failure invalidRequest, conflict (the address is taken) */
  create(user: NewUser): Promise<User>
  find(email: string): Promise<User | null>
  list(): Promise<User[]>
  /** @throws Failure notFound, conflict (the last admin who could restore the others) */
  suspend(email: string): Promise<User>
  /** @throws Failure notFound */
  restore(email: string): Promise<User>
}

export interface UserStoreOptions {
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

function userOfRow(row: Selectable<UserTable>): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role | null,
    suspended: Boolean(row.banned),
    createdAtMs: new Date(row.createdAt).getTime(),
  }
}

async function knownRow(email: string, db: Kysely<Schema>): Promise<Selectable<UserTable>> {
  const row = await db
    .selectFrom('user')
    .selectAll()
    .where('email', '=', normalEmail(email))
    .executeTakeFirst()
  if (row) return row
  throw failure('notFound', 'No user has that address.', { field: 'email', allowed: 'the address of a user' })
}

async function checkNotLastAdmin(user: User, db: Kysely<Schema>): Promise<void> {
  if (user.role !== 'admin') return
  const admins = await db.selectFrom('user').selectAll().where('role', '=', 'admin').execute()
  if (admins.map(userOfRow).some((admin) => admin.id !== user.id && !admin.suspended)) return
  throw failure('conflict', 'This is the last admin who is not suspended. Add another one first.', {
    field: 'email',
    allowed: 'a user who is not the last admin',
  })
}

export function createUserStore(db: Kysely<Schema>, { now, randomBytes }: UserStoreOptions): UserStore {
  const setSuspended = (email: string, suspended: boolean) =>
    changeDirectory(db, async (transaction) => {
      const row = await knownRow(email, transaction)
      if (suspended) await checkNotLastAdmin(userOfRow(row), transaction)
      await transaction
        .updateTable('user')
        .set({ banned: suspended, banReason: null, banExpires: null, updatedAt: new Date(now()) })
        .where('id', '=', row.id)
        .execute()
      return { ...userOfRow(row), suspended }
    })

  return {
    async create(input) {
      check(NewUser, input)
      const email = normalEmail(input.email)
      const password = await hashPassword(input.password)
      const at = new Date(now())
      const user = { id: randomId(randomBytes), name: input.name.trim(), email, role: input.role }
      await changeDirectory(db, async (transaction) => {
        const other = await transaction
          .selectFrom('user')
          .select('id')
          .where('email', '=', email)
          .executeTakeFirst()
        if (other) {
          throw failure('conflict', 'A user with that address is already there.', {
            field: 'email',
            allowed: 'an address that no user has',
          })
        }
        await transaction
          .insertInto('user')
          .values({
            ...user,
            emailVerified: false,
            image: null,
            createdAt: at,
            updatedAt: at,
            banned: false,
            banReason: null,
            banExpires: null,
          })
          .execute()
        await transaction
          .insertInto('account')
          .values({
            id: randomId(randomBytes),
            accountId: user.id,
            providerId: 'credential',
            userId: user.id,
            password,
            createdAt: at,
            updatedAt: at,
          })
          .execute()
      })
      return { ...user, suspended: false, createdAtMs: at.getTime() }
    },

    async find(email) {
      const row = await db
        .selectFrom('user')
        .selectAll()
        .where('email', '=', normalEmail(email))
        .executeTakeFirst()
      return row ? userOfRow(row) : null
    },

    async list() {
      const rows = await db.selectFrom('user').selectAll().orderBy('email').execute()
      return rows.map(userOfRow)
    },

    suspend: (email) => setSuspended(email, true),
    restore: (email) => setSuspended(email, false),
  }
}
