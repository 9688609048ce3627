/** Everything that can be asked of the journal, over one read-only connection. */
import { DatabaseSync } from 'node:sqlite'
import { createReadEntries } from './readEntries.ts'
import { createReadGaps } from './readGaps.ts'
import { createReadHistory } from './readHistory.ts'
import { createReadQuarantine } from './readQuarantine.ts'

export function openQueries(file: string) {
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA busy_timeout=2000')
  const last = database.prepare('SELECT coalesce(max(position), 0) AS position FROM entry')
  const quarantine = createReadQuarantine(database)
  return {
    lastPosition: () => (last.get() as { position: number }).position,
    entriesAfter: createReadEntries(database),
    history: createReadHistory(database),
    quarantine: quarantine.list,
    quarantined: quarantine.one,
    quarantineCounts: quarantine.counts,
    gaps: createReadGaps(database),
    quickCheck: () => (database.prepare('PRAGMA quick_check').get() as { quick_check: string }).quick_check,
  }
}

export type Queries = ReturnType<typeof openQueries>
