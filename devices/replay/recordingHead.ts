/** The beginning of a recording: where its columns are and how its rows tell their time. */
import type { CsvRecord } from './csvRecords.ts'
import { InputProblem } from './inputProblem.ts'
import type { Mapping } from './mapping.ts'
import { createTimeReader, type RowTime, type TimeUnit, timeUnitOfHeader } from './timeColumn.ts'

export interface RecordingFormat {
  /** 'empatica': the first row is the Unix time of the start, the second the rate; its column is called `value`. */
  readonly format: 'csv' | 'empatica'
  /** Records before the header. */
  readonly skipRows: number
  /** Null: the first column where it holds times, unless `rate` is given. */
  readonly timeColumn: { readonly column: string; readonly unit: TimeUnit } | null
  /** Rows a second; null: 1 where there is no time column. */
  readonly rate: number | null
}

export interface RecordingHead {
  /** Names of the columns; '' where one has none. */
  readonly header: readonly string[]
  /** Of each mapping, from 0. */
  readonly columns: readonly number[]
  /** From 0; -1 where rows only follow each other. */
  readonly timeAt: number
  readonly timeOf: (cells: readonly string[], index: number) => RowTime | null
  /** The first row of data, already taken from the records; null where there is none. */
  readonly first: CsvRecord | null
}

const EMPATICA_COLUMN = 'value'
const DEFAULT_RATE = 1

function named(header: readonly string[]): string {
  return header.filter((name) => name !== '').join(', ')
}

function columnOf(mapping: Mapping, header: readonly string[]): number {
  const column = header.indexOf(mapping.column)
  const facts = { field: '--map', given: mapping.column }
  if (column < 0) throw new InputProblem({ ...facts, allowed: named(header) })
  if (header.indexOf(mapping.column, column + 1) < 0) return column
  throw new InputProblem({ ...facts, allowed: 'a column whose name is there once' })
}

function steady(startMs: number, rate: number, dated: boolean): RecordingHead['timeOf'] {
  return (_, index) => ({ ms: startMs + (index * 1000) / rate, dated })
}

/** The column that tells the time and how it is read; null where rows only follow each other. */
function timeColumn(
  { timeColumn: wanted, rate }: RecordingFormat,
  mappings: readonly Mapping[],
  header: readonly string[],
  first: CsvRecord | null,
) {
  if (wanted) {
    const column = header.indexOf(wanted.column)
    if (column >= 0) return { column, unit: wanted.unit }
    throw new InputProblem({ field: '--time-column', allowed: named(header), given: wanted.column })
  }
  const mapped = mappings.some(({ column }) => column === header[0])
  const unit = rate === null && !mapped ? timeUnitOfHeader(header[0] ?? '') : null
  if (unit === null || createTimeReader(unit)(first?.cells[0] ?? '') === null) return null
  return { column: 0, unit }
}

/**
 * @param next takes the next record; null at the end
 * @throws InputProblem where the file has not the columns or not the head that it should have
 */
export async function readRecordingHead(
  next: () => Promise<CsvRecord | null>,
  mappings: readonly Mapping[],
  options: RecordingFormat,
): Promise<RecordingHead> {
  const row = async (what: string): Promise<string[]> => {
    const record = await next()
    if (!record) throw new InputProblem({ field: 'file', allowed: `a row with ${what}` })
    return record.cells.map((cell) => cell.trim())
  }
  for (let skipped = 0; skipped < options.skipRows; skipped++) await row('something to skip')

  if (options.format === 'empatica') {
    const [epoch] = await row('the Unix time of the start')
    const [hertz] = await row('the rate')
    const startMs = Number(epoch) * 1000
    const rate = Number(hertz)
    if (!(startMs > 0 && rate > 0 && Number.isFinite(startMs) && Number.isFinite(rate))) {
      throw new InputProblem({ field: 'file', allowed: 'a Unix time in row 1 and a rate in Hz in row 2' })
    }
    const header = [EMPATICA_COLUMN]
    const columns = mappings.map((mapping) => columnOf(mapping, header))
    return { header, columns, timeAt: -1, timeOf: steady(startMs, rate, true), first: await next() }
  }

  const header = await row('the names of the columns')
  const columns = mappings.map((mapping) => columnOf(mapping, header))
  const first = await next()
  const time = timeColumn(options, mappings, header, first)
  if (!time) {
    const timeOf = steady(0, options.rate ?? DEFAULT_RATE, false)
    return { header, columns, timeAt: -1, timeOf, first }
  }
  const readTime = createTimeReader(time.unit)
  return {
    header,
    columns,
    timeAt: time.column,
    timeOf: (cells) => readTime(cells[time.column] ?? ''),
    first,
  }
}
