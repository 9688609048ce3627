/** The rows of a recording that is written out in a test. */
import { Readable } from 'node:stream'
import { csvRecords } from '../../devices/replay/csvRecords.ts'
import { parseMappings } from '../../devices/replay/mapping.ts'
import { type RecordingOptions, recording } from '../../devices/replay/recording.ts'

export function rowsOfCsv(csv: string, maps: readonly string[], options: Partial<RecordingOptions> = {}) {
  return recording({
    records: csvRecords(Readable.from([Buffer.from(csv)]), ','),
    mappings: parseMappings(maps),
    format: 'csv',
    skipRows: 0,
    timeColumn: null,
    rate: null,
    ...options,
  })
}
