/** Which gateway a data directory is, and which kind of store belongs to its journal: `gateway.json`. */
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { failure } from '../failures.ts'
import { type RandomBytes, randomId } from './randomId.ts'

export const DirectoryIdentity = Type.Object({
  gatewayId: Type.String({ minLength: 1 }),
  store: Type.Enum(['sqlite', 'postgres']),
  createdAtMs: Type.Integer(),
})
export type DirectoryIdentity = Static<typeof DirectoryIdentity>

export interface IdentityOptions {
  readonly directory: string
  readonly store: DirectoryIdentity['store']
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

const FILE = 'gateway.json'

/** @returns null where the directory has none yet; @throws Failure configurationInvalid for a file that is not ours */
export function readIdentity(directory: string): DirectoryIdentity | null {
  const path = join(directory, FILE)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return Value.Parse(DirectoryIdentity, JSON.parse(text))
  } catch (error) {
    throw failure(
      'configurationInvalid',
      `${path} is damaged. Restore it from a backup of the data directory.`,
      { field: 'DATA_DIR', allowed: Object.keys(DirectoryIdentity.properties) },
      error,
    )
  }
}

/** Written beside and linked into place: of two processes that begin at once one wins, and none reads half a file. */
function writeIdentity({ directory, store, now, randomBytes }: IdentityOptions): void {
  const identity: DirectoryIdentity = { gatewayId: randomId(randomBytes), store, createdAtMs: now() }
  const draft = join(directory, `${FILE}.${identity.gatewayId}`)
  writeFileSync(draft, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, join(directory, FILE))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

/** @throws Failure configurationInvalid where the directory was used with the other kind of store */
export function claimIdentity(options: IdentityOptions): DirectoryIdentity {
  if (readIdentity(options.directory) === null) writeIdentity(options)
  const identity = readIdentity(options.directory)!
  if (identity.store === options.store) return identity
  throw failure(
    'configurationInvalid',
    identity.store === 'postgres'
      ? 'The devices and patients of this data directory are in PostgreSQL: set DATABASE_URL again.'
      : 'The devices and patients of this data directory are in its SQLite file: unset DATABASE_URL, or use another DATA_DIR.',
    { field: 'DATABASE_URL', allowed: identity.store, given: options.store },
  )
}
