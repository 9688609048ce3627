/** The folder that holds a gateway's journal and store: made private, known by its id, of one gateway at a time. */
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Failure, failure, isFailure } from '../failures.ts'
import { checkStoreKind, claimIdentity, type StoreKind, settleStore } from './directoryIdentity.ts'
import { type DirectoryLock, takeDirectoryLock } from './directoryLock.ts'
import type { RandomBytes } from './randomId.ts'

export interface DataDirectory {
  readonly path: string
  /** Made with the directory, never changed. */
  readonly gatewayId: string
  readonly journalFile: string
  readonly storeFile: string
  /** The store was opened: the other kind is refused from now on. */
  settleStore(): void
  /** Lets another gateway in. Keep the object until then: the lock lives as long as it does. */
  close(): void
}

export interface DataDirectoryOptions {
  readonly path: string
  readonly store: StoreKind
  /** True for the gateway itself; commands work beside it. */
  readonly exclusive: boolean
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

/** 0700 where made here. Where it was there already, at least the world is shut out if that is ours to do. */
function makePrivate(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const { mode, uid } = statSync(path)
  if ((mode & 0o007) !== 0 && uid === process.getuid?.()) chmodSync(path, mode & 0o7770)
}

function lock(path: string): DirectoryLock {
  const taken = takeDirectoryLock(path)
  if (taken) return taken
  throw failure(
    'dataDirectoryInUse',
    `Another gateway is running on the data directory ${path}. Stop it, or set another DATA_DIR.`,
    { field: 'DATA_DIR', given: path, allowed: 'a directory without a running gateway' },
  )
}

function unusable(path: string, error: unknown): Failure {
  if (isFailure(error)) return error
  const { code, errstr } = error as { code?: string; errstr?: string }
  const reason = errstr ?? code ?? 'unknown'
  return failure(
    'configurationInvalid',
    `The data directory ${path} can not be used (${reason}). Make it a folder that this user may write, or set DATA_DIR.`,
    { field: 'DATA_DIR', given: path, allowed: 'a folder that can be made or written', reason },
    error,
  )
}

/** @throws Failure dataDirectoryInUse, configurationInvalid */
export function openDataDirectory(options: DataDirectoryOptions): DataDirectory {
  const { store, exclusive, now, randomBytes } = options
  const path = resolve(options.path)
  let held: DirectoryLock | null = null
  try {
    makePrivate(path)
    held = exclusive ? lock(path) : null
    const identity = claimIdentity({ directory: path, now, randomBytes })
    checkStoreKind(identity, store)
    return {
      path,
      gatewayId: identity.gatewayId,
      journalFile: join(path, 'journal.db'),
      storeFile: join(path, 'vitalgate.db'),
      settleStore: () => settleStore({ directory: path, now, randomBytes }, store),
      close: () => held?.release(),
    }
  } catch (error) {
    held?.release()
    throw unusable(path, error)
  }
}
