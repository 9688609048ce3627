import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from '@jest/globals'
import { createNames } from '../../../gateway/reading/names.ts'

let database: DatabaseSync

beforeEach(() => {
  database = new DatabaseSync(':memory:')
  for (const kind of ['device', 'patient'])
    database.exec(`CREATE TABLE ${kind}(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)`)
})

function written(): object[] {
  return (database.prepare('SELECT number, id FROM device ORDER BY number').all() as object[]).map((row) => ({
    ...row,
  }))
}

test('what is learned is written with the next transaction, once', () => {
  const names = createNames()
  names.learn('device', [[1, 'oxi-1']])
  names.writeUnwritten(database)
  names.written()
  database.exec('DELETE FROM device')
  names.writeUnwritten(database)
  expect(written()).toEqual([])
  expect(names.deviceId(1)).toBe('oxi-1')
})

test('what a transaction that failed took back is written again', () => {
  const names = createNames()
  names.learn('device', [[1, 'oxi-1']])
  database.exec('BEGIN')
  names.writeUnwritten(database)
  database.exec('ROLLBACK')
  names.writeUnwritten(database)
  expect(written()).toEqual([{ number: 1, id: 'oxi-1' }])
})

test('an older journal that takes the place of ours learns again what it does not know', () => {
  const names = createNames()
  names.learn('device', [
    [1, 'oxi-1'],
    [2, 'oxi-2'],
  ])
  names.written()
  database.exec(`INSERT INTO device VALUES(1, 'oxi-1')`)
  names.load(database)
  names.writeUnwritten(database)
  expect(written()).toEqual([
    { number: 1, id: 'oxi-1' },
    { number: 2, id: 'oxi-2' },
  ])
})

test.each([`(1, 'oxi-9')`, `(2, 'oxi-1')`])('a journal that counts %s otherwise is refused', (row) => {
  const names = createNames()
  names.learn('device', [[1, 'oxi-1']])
  database.exec(`INSERT INTO device VALUES${row}`)
  expect(() => names.load(database)).toThrow(expect.objectContaining({ code: 'storeUnavailable' }))
})
