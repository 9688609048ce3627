/** Streams the records of a CSV file: byte order mark, ragged rows and stray quotes are not errors. */
import { pipeline, type Readable } from 'node:stream'
import { parse } from 'csv-parse'

export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file where the record ends, from 1. */
  readonly line: number
  /** Bytes of the file read so far. */
  readonly bytes: number
}

/** A row longer than this is no recording but a wrong file. */
const MAX_RECORD_BYTES = 1_048_576

export async function* csvRecords(file: Readable, delimiter: string): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    maxRecordSize: MAX_RECORD_BYTES,
    info: true,
  })
  // Errors of the file come out of the parser, which the caller reads.
  pipeline(file, parser, () => {})
  for await (const { record, info } of parser) yield { cells: record, line: info.lines, bytes: info.bytes }
}
