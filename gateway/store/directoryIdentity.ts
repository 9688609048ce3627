/** Which gateway a data directory is, and which kind of store belongs to its journal: `gateway.json`. */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { failure } from '../failures.ts'
import { type RandomBytes, randomId } from './randomId.ts'

export const DirectoryIdentity = Type.Object({
  gatewayId: Type.String({ minLength: 1 }),
  /** Null until a store was opened once: a first DATABASE_URL may be mistyped. */
  store: Type.Union([Type.Enum(['sqlite', 'postgres']), Type.Null()]),
  createdAtMs: Type.Integer(),
})
export type DirectoryIdentity = Static<typeof DirectoryIdentity>
export type StoreKind = NonNullable<DirectoryIdentity['store']>

export interface IdentityOptions {
  readonly directory: string
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

function writeDraft({ directory, randomBytes }: IdentityOptions, identity: DirectoryIdentity): string {
  const draft = join(directory, `${FILE}.${randomId(randomBytes)}`)
  writeFileSync(draft, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600, flush: true })
  return draft
}

/** Linked into place: of two processes that begin at once one wins, and none reads half a file. */
export function claimIdentity(options: IdentityOptions): DirectoryIdentity {
  const known = readIdentity(options.directory)
  if (known !== null) return known
  const { now, randomBytes, directory } = options
  const draft = writeDraft(options, { gatewayId: randomId(randomBytes), store: null, createdAtMs: now() })
  try {
    linkSync(draft, join(directory, FILE))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return readIdentity(directory)!
}

/** Remembers which kind of store was opened, so that the other kind is refused from now on. */
export function settleStore(options: IdentityOptions, store: StoreKind): void {
  const identity = claimIdentity(options)
  if (identity.store !== null) return
  renameSync(writeDraft(options, { ...identity, store }), join(options.directory, FILE))
}

/** @throws Failure configurationInvalid where the directory was used with the other kind of store */
export function checkStoreKind(identity: DirectoryIdentity, store: StoreKind): void {
  if (identity.store === null || identity.store === store) return
  throw failure(
    'configurationInvalid',
    identity.store === 'postgres'
      ? 'The devices and patients of this data directory are in PostgreSQL: set DATABASE_URL again, or use another DATA_DIR.'
      : 'The devices and patients of this data directory are in its SQLite file: unset DATABASE_URL, or use another DATA_DIR.',
    { field: 'DATABASE_URL', allowed: identity.store, given: store },
  )
}
