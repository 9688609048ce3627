import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createReadHistory } from '../../gateway/journal/readHistory.ts'
import { message } from '../support/message.ts'
import { createPipelineBench, type PipelineBench } from '../support/pipeline.ts'

const NOW = Date.UTC(2026, 10, 21, 12)

let bench: PipelineBench

beforeEach(() => {
  bench = createPipelineBench()
})

afterEach(() => {
  bench.close()
})

test('every reading is charted once, even where the index is brought up while they are read', () => {
  bench.store(
    ...Array.from({ length: 5 }, (_, i) => ({ payload: message(i, NOW + i), receivedAtMs: NOW + i })),
  )
  const database = new DatabaseSync(bench.file, { readOnly: true })
  let indexes = 0
  // between two statements of the reader, the writer comes in
  const prepare = database.prepare.bind(database)
  database.prepare = (sql) => {
    const statement = prepare(sql)
    if (!sql.includes('progress')) return statement
    const get = statement.get.bind(statement)
    statement.get = ((...parameters: []) => {
      const row = get(...parameters)
      bench.pipeline.index()
      indexes++
      return row
    }) as typeof get
    return statement
  }
  const history = createReadHistory(database)
  const query = {
    vitalCode: 1,
    deviceIds: ['device-1'],
    patientId: null,
    fromMs: NOW,
    toMs: NOW + 9,
    maxPoints: 100,
  }
  expect(history(query).points).toHaveLength(5)
  expect(history(query).points).toHaveLength(5)
  expect(indexes).toBe(2)
  database.close()
})

test('a message whose time is not believed is charted when it came, by the index as without it', () => {
  const at = (n: number, atMs: number) => ({ payload: message(n, atMs), receivedAtMs: NOW + n })
  bench.store(at(1, NOW + 1))
  bench.pipeline.index()
  bench.store(at(2, Date.UTC(2099, 0, 1)))
  const history = createReadHistory(bench.database)
  const query = { vitalCode: 1, deviceIds: null, patientId: null, fromMs: NOW, toMs: NOW + 9, maxPoints: 100 }
  const times = () => history({ ...query, deviceIds: ['device-1'] }).points.map(({ atMs }) => atMs - NOW)
  expect(times()).toEqual([1, 2])
  bench.pipeline.index()
  expect(times()).toEqual([1, 2])
})

test('a reader that fails leaves no transaction open', () => {
  const database = new DatabaseSync(bench.file, { readOnly: true })
  const history = createReadHistory(database)
  const query = {
    vitalCode: 1,
    deviceIds: ['device-1'],
    patientId: null,
    fromMs: NOW,
    toMs: NOW,
    maxPoints: 9,
  }
  expect(() => history({ ...query, deviceIds: [Symbol('no id') as unknown as string] })).toThrow()
  expect(database.isTransaction).toBe(false)
  expect(history(query).points).toEqual([])
  database.close()
})
