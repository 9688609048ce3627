/** Every migration, in the order they run; a published one is never edited, a new one is a new row. */
import type { Migration } from 'kysely/migration'
import * as directory from './0001_directory.ts'
import * as followers from './0002_followers.ts'
import * as accounts from './0003_accounts.ts'
import * as gateway from './0004_gateway.ts'

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001_directory': directory,
  '0002_followers': followers,
  '0003_accounts': accounts,
  '0004_gateway': gateway,
}
