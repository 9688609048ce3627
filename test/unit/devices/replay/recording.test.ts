import { describe, expect, test } from '@jest/globals'
import type { Row } from '../../../../devices/replay/recording.ts'
import { rowsOfCsv } from '../../../support/rowsOfCsv.ts'

const BOTH = ['SpO2 5=oxygenSaturation:%', 'Pulse 5=heartRate:/min']
/** The shape of the University of Washington oximetry recordings: BOM, ragged rows, a remark at the end. */
const OXIMETRY = [
  '\uFEFFTime,SpO2 4,SpO2 5,Pulse 5,ECG 3,,',
  ' 09:25:02,98,97,57,,            AS AO,,1,2',
  ' 09:25:03,98,98,58,,            AS AO,,1,2',
  ' 09:25:06,98,0,0,,            AS AO,,1,2',
  'Collection Halted,,,,,,,,',
].join('\r\n')

async function rows(...input: Parameters<typeof rowsOfCsv>) {
  const found: Row[] = []
  for await (const row of rowsOfCsv(...input)) found.push(row)
  return found
}

describe('a recording', () => {
  test('finds its columns, its times and its remark', async () => {
    const [first, , third, remark, ...none] = await rows(OXIMETRY, BOTH)
    expect(first).toMatchObject({ index: 0, cells: ['97', '57'], text: [] })
    expect(third!.time!.ms - first!.time!.ms).toBe(4000)
    expect(third).toMatchObject({ cells: ['0', '0'], text: [] })
    expect(remark).toMatchObject({ index: 3, text: [{ line: 5, column: 1, header: 'Time' }] })
    expect(none).toEqual([])
  })

  test('with a rate rows follow each other, and the remark is still found', async () => {
    const all = await rows(OXIMETRY, BOTH, { rate: 4 })
    expect(all.map(({ time }) => time)).toEqual([0, 250, 500, 750].map((ms) => ({ ms, dated: false })))
    expect(all[3]!.text).toEqual([{ line: 5, column: 1, header: 'Time' }])
  })

  test('a first column that only looks like a time is not one', async () => {
    const all = await rows('Time,HR\n1,60\n2,61', ['HR=heartRate:/min'])
    expect(all.map(({ time, text }) => [time!.ms, text.length])).toEqual([
      [0, 0],
      [1000, 0],
    ])
  })

  test('a column of the mapping is not taken for the time', async () => {
    const all = await rows('min,HR\n40,60\n41,61', ['min=heartRate:/min'])
    expect(all.map(({ time }) => time!.ms)).toEqual([0, 1000])
  })

  test('minutes are minutes', async () => {
    const all = await rows('minute,HR\n0,60\n1,\n3,61', ['HR=heartRate:/min'])
    expect(all.map(({ time }) => time!.ms)).toEqual([0, 60_000, 180_000])
    expect(all[1]).toMatchObject({ cells: [''], text: [] })
  })

  test('a named time column is used wherever it stands, and its nonsense reported', async () => {
    const all = await rows('HR,t\n60,0\n61,soon\n62,2.5', ['HR=heartRate:/min'], {
      timeColumn: { column: 't', unit: 's' },
    })
    expect(all.map(({ time }) => time?.ms ?? null)).toEqual([0, null, 2500])
    expect(all[1]!.text).toEqual([{ line: 3, column: 2, header: 't' }])
  })

  test('text where a number belongs is reported by row and column', async () => {
    const all = await rows('HR,SpO2\n60,97\nlead off,98\n61,--\n1e309,97', [
      'HR=heartRate:/min',
      'SpO2=oxygenSaturation:%',
    ])
    expect(all.map(({ text }) => text)).toEqual([
      [],
      [{ line: 3, column: 1, header: 'HR' }],
      [{ line: 4, column: 2, header: 'SpO2' }],
      [{ line: 5, column: 1, header: 'HR' }],
    ])
  })

  test('a letter is a value of a coded vital and of no other', async () => {
    const [row] = await rows('C,HR\nA,A', ['C=consciousness', 'HR=heartRate:/min'])
    expect(row!.text).toEqual([{ line: 2, column: 2, header: 'HR' }])
  })

  test('an Empatica file dates itself and says its rate', async () => {
    const all = await rows('1680686620.000000\n4.000000\n31.61\n31.63\n', ['value=bodyTemperature:Cel'], {
      format: 'empatica',
    })
    expect(all.map(({ time, cells }) => [time, cells])).toEqual([
      [{ ms: 1_680_686_620_000, dated: true }, ['31.61']],
      [{ ms: 1_680_686_620_250, dated: true }, ['31.63']],
    ])
  })

  test('stray quotes, blank lines and rows before the header are survived', async () => {
    const all = await rows('recorder 5\nHR,note\n60,12" cuff\n\n61,x\n', ['HR=heartRate:/min'], {
      skipRows: 1,
    })
    expect(all.map(({ cells, index }) => [index, ...cells])).toEqual([
      [0, '60'],
      [1, '61'],
    ])
  })

  test.each([
    [
      'a column that is not there',
      'HR,RR\n60,12',
      ['Puls=heartRate:/min'],
      {},
      /given "Puls", allowed HR, RR/,
    ],
    ['a name that is there twice', 'HR,HR\n60,61', ['HR=heartRate:/min'], {}, /whose name is there once/],
    ['an empty file', '', ['HR=heartRate:/min'], {}, /names of the columns/],
    [
      'a time column that is not there',
      'HR\n60',
      ['HR=heartRate:/min'],
      { timeColumn: { column: 't', unit: 's' } },
      /--time-column: given "t", allowed HR/,
    ],
    [
      'an Empatica head without a rate',
      '1680686620\nHR\n60',
      ['value=heartRate:/min'],
      { format: 'empatica' },
      /rate in Hz/,
    ],
  ] as const)('%s is refused with what is allowed', async (_, csv, maps, options, message) => {
    await expect(rows(csv, maps, options as object)).rejects.toThrow(message)
  })
})
