/** A recording as rows: each with its time, its mapped cells, and what of it is no number. */
import type { CsvRecord } from './csvRecords.ts'
import type { Mapping } from './mapping.ts'
import { type RecordingFormat, readRecordingHead } from './recordingHead.ts'
import { createTimeReader, type RowTime } from './timeColumn.ts'

export interface TextCell {
  /** Line in the file, from 1. */
  readonly line: number
  /** Column in the file, from 1. */
  readonly column: number
  readonly header: string
}

export interface Row {
  /** Of the data rows, from 0; text rows count. */
  readonly index: number
  /** Null where the row has none that can be read. */
  readonly time: RowTime | null
  /** One for each mapping: a number, a letter of a coded vital, or '' where blank. */
  readonly cells: readonly string[]
  /** Cells that are neither, and a time that is none: the row is not to be believed. */
  readonly text: readonly TextCell[]
  /** Of the file, read so far. */
  readonly bytes: number
}

export interface RecordingOptions extends RecordingFormat {
  readonly records: AsyncIterable<CsvRecord>
  readonly mappings: readonly Mapping[]
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

function isValue(cell: string, { vital }: Mapping): boolean {
  const number = NUMBER.test(cell) && Number.isFinite(Number(cell))
  return number || (vital.levels?.includes(cell) ?? false)
}

/** @throws InputProblem where the file has not the columns or not the head that it should have */
export async function* recording(options: RecordingOptions): AsyncGenerator<Row> {
  const { mappings } = options
  const records = options.records[Symbol.asyncIterator]()
  const next = async (): Promise<CsvRecord | null> => {
    const result = await records.next()
    return result.done ? null : result.value
  }
  try {
    const { header, columns, timeAt, timeOf, first } = await readRecordingHead(next, mappings, options)
    const isClock = createTimeReader('clock')

    for (let record = first, index = 0; record; record = await next(), index++) {
      const { line, bytes } = record
      const all = record.cells.map((cell) => cell.trim())
      const cells = columns.map((column) => all[column] ?? '')
      const strange = columns.filter((_, i) => cells[i] !== '' && !isValue(cells[i]!, mappings[i]!))
      const time = timeOf(all, index)
      if (time === null) strange.push(timeAt)
      else if (cells.every((cell) => cell === '')) {
        // A remark in place of a row, as recorders write at their end.
        const remark = all.findIndex((cell) => cell !== '' && !NUMBER.test(cell) && isClock(cell) === null)
        if (remark >= 0) strange.push(remark)
      }
      const text = strange.map((column) => ({ line, column: column + 1, header: header[column] ?? '' }))
      yield { index, time, cells, text, bytes }
    }
  } finally {
    await records.return?.(undefined)
  }
}
