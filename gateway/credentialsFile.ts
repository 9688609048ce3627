/** Credentials of simulated wearables in a file that only its owner may read. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { Credential } from '../devices/simulator/credential.ts'
import { failure } from './failures.ts'

const OWNER_ONLY = 0o600

function invalidFile(file: string, allowed: string, cause?: unknown) {
  return failure(
    'invalidRequest',
    `${file} is not a file of credentials.`,
    { field: 'credentials', allowed },
    cause,
  )
}

/**
 * @returns null where there is no such file
 * @throws Failure invalidRequest where it holds something else
 */
export function readCredentials(file: string): Credential[] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw invalidFile(file, 'a JSON array of { id, token, kind }', error)
  }
  if (!Array.isArray(parsed)) throw invalidFile(file, 'a JSON array of { id, token, kind }')
  const wrong = parsed.findIndex((entry) => !Value.Check(Credential, entry))
  if (wrong >= 0) throw invalidFile(file, `entry ${wrong}: { id, token, kind } and what the kind needs`)
  return parsed
}

export function writeOwnerOnly(file: string, value: unknown): void {
  const unfinished = `${file}.new`
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: OWNER_ONLY })
  // The mode above only counts for a file that was not there.
  chmodSync(unfinished, OWNER_ONLY)
  renameSync(unfinished, file)
}

export function writeCredentials(file: string, credentials: readonly Credential[]): void {
  writeOwnerOnly(file, credentials)
}
