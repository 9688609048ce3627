/** All checks, in the order in which they are read. */
import { join, resolve } from 'node:path'
import { readConfig } from '../../config.ts'
import { isFailure } from '../../failures.ts'
import { isDirectoryLocked } from '../../store/directoryLock.ts'
import { checkClock } from './checkClock.ts'
import { checkDataDirectory } from './checkDataDirectory.ts'
import { checkGateway } from './checkGateway.ts'
import { checkInflux } from './checkInflux.ts'
import { checkJournal } from './checkJournal.ts'
import { checkNode } from './checkNode.ts'
import { checkPorts } from './checkPorts.ts'
import { checkStore } from './checkStore.ts'
import { checkTls } from './checkTls.ts'
import { type Finding, failed, ok } from './finding.ts'
import type { Installation } from './installation.ts'

export interface ExamineOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly nodeVersion: string
  readonly now: () => number
}

/** A directory that can not be looked into is for its own check to report. */
function isRunning(dataDir: string): boolean {
  try {
    return isDirectoryLocked(dataDir)
  } catch {
    return false
  }
}

export async function examine({ env, nodeVersion, now }: ExamineOptions): Promise<Finding[]> {
  const node = checkNode(nodeVersion)
  let installation: Installation
  try {
    const config = readConfig(env)
    const dataDir = resolve(config.dataDir)
    installation = {
      config,
      dataDir,
      journalFile: join(dataDir, 'journal.db'),
      storeFile: join(dataDir, 'vitalgate.db'),
      running: isRunning(dataDir),
      now,
    }
  } catch (error) {
    if (!isFailure(error)) throw error
    return [node, failed('environment', error.message, 'correct the variable; the README lists them all')]
  }
  return [
    node,
    ok('environment', 'every variable is valid'),
    ...checkDataDirectory(installation),
    checkClock(installation),
    ...(await checkJournal(installation)),
    await checkStore(installation),
    ...(await checkPorts(installation)),
    ...checkTls(installation),
    await checkInflux(installation),
    ...(await checkGateway(installation)),
  ]
}
