import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@jest/globals'
import { openJournal } from '../../../gateway/journal/schema.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const folder = temporaryFolder()

test('a journal that can not be made is let go, so that the next attempt finds it free', () => {
  const file = join(folder, 'strange.db')
  const other = new DatabaseSync(file)
  // its tables can not be made beside this one
  other.exec('CREATE TABLE progress(strange)')
  expect(() => openJournal({ file, maxBytes: 0 })).toThrow('progress')
  other.exec('PRAGMA busy_timeout=0; DROP TABLE progress')
  openJournal({ file, maxBytes: 0 }).close()
  expect(other.prepare('SELECT indexed FROM progress').get()).toEqual({ __proto__: null, indexed: 0 })
  other.close()
})

test('what is acknowledged is on the disk: every commit is flushed (promise 1)', () => {
  const journal = openJournal({ file: join(folder, 'journal.db'), maxBytes: 0 })
  // 2 is FULL
  expect({ ...journal.prepare('PRAGMA synchronous').get() }).toEqual({ synchronous: 2 })
  expect({ ...journal.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' })
  journal.close()
})
