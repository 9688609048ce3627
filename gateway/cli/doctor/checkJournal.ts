/** Doctor: the journal is sound, and its newest entry is not from the future. */
import { existsSync } from 'node:fs'
import { createJournalReader, type JournalReader } from '../../journal/reader.ts'
import { type Finding, failed, ok, skipped } from './finding.ts'
import type { Installation } from './installation.ts'

/** Drift between two starts that no one should worry about. */
const PATIENCE_MS = 300_000

const RESTORE = 'keep the folder as it is, and restore a backup into another DATA_DIR'

async function checkIntegrity(reader: JournalReader): Promise<Finding> {
  const answer = await reader.quickCheck()
  if (answer !== 'ok') return failed('journal', `damaged: ${answer}`, RESTORE)
  return ok('journal', `sound, ${await reader.lastPosition()} entries`)
}

async function newestReceivedAtMs(reader: JournalReader): Promise<number | null> {
  const last = await reader.lastPosition()
  const [entry] = await reader.entriesAfter(last - 1, 1)
  if (entry === undefined) return null
  return (entry.kind === 'message' ? entry.message : entry.refusal).receivedAtMs
}

async function checkAge(reader: JournalReader, nowMs: number): Promise<Finding> {
  const newestMs = await newestReceivedAtMs(reader)
  if (newestMs === null || newestMs <= nowMs + PATIENCE_MS) return ok('clock and journal', 'in step')
  const detail = `the newest reading was received at ${new Date(newestMs).toISOString()}, which is still to come`
  return failed('clock and journal', detail, 'set the clock of this machine, and keep it set with NTP')
}

export async function checkJournal({ journalFile, running, now }: Installation): Promise<Finding[]> {
  if (!existsSync(journalFile)) return [skipped('journal', 'none yet')]
  const reader = createJournalReader({ file: journalFile })
  try {
    const integrity = running
      ? skipped('journal', 'not checked while the gateway writes to it')
      : await checkIntegrity(reader)
    return [integrity, await checkAge(reader, now())]
  } catch {
    return [failed('journal', 'can not be read', RESTORE)]
  } finally {
    await reader.close()
  }
}
