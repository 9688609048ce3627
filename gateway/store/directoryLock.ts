/** The lock by which a data directory has one gateway: held by the operating system, so that kill -9 frees it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface DirectoryLock {
  release(): void
}

const FILE = 'lock.db'
const BUSY = 5
/** `vitalgate doctor` looks for a moment only. */
const PATIENCE_MS = 300

/**
 * SQLite's lock on an empty database is a POSIX advisory lock on the file's inode: other paths to the directory meet
 * the same lock, and the kernel drops it with the process. Nothing else in the process may open and close that file,
 * which would drop the lock too.
 * @returns null where another process, or another part of this one, holds it
 */
export function takeDirectoryLock(directory: string): DirectoryLock | null {
  const database = new DatabaseSync(join(directory, FILE), { timeout: PATIENCE_MS })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === BUSY) return null
    throw error
  }
  return { release: () => database.close() }
}

/** Looks without taking it. */
export function isDirectoryLocked(directory: string): boolean {
  const file = join(directory, FILE)
  if (!existsSync(file)) return false
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.prepare('select count(*) from sqlite_schema').get()
    return false
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY) return true
    throw error
  } finally {
    database.close()
  }
}
