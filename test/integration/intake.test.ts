import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from '@jest/globals'
import { isFailure } from '../../gateway/failures.ts'
import { openJournal } from '../../gateway/journal/schema.ts'
import { eventually } from '../support/eventually.ts'
import { createIntakeBench } from '../support/intakeBench.ts'
import { heartRate, message } from '../support/message.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const folder = temporaryFolder()

/** Another writer's transaction: the journal takes nothing until it ends. */
function lockJournal(file: string) {
  const database = new DatabaseSync(file)
  database.exec('BEGIN IMMEDIATE')
  return database
}

describe('closing the ingest', () => {
  test('stores and acknowledges what it has taken, while one slot is committed and the other filled', async () => {
    const bench = await createIntakeBench()
    const now = Date.now()
    bench.publish(...Array.from({ length: 500 }, (_, i) => message(i, now + i)))
    // the first slot is with the worker
    await new Promise((resolve) => setImmediate(resolve))
    bench.publish(...Array.from({ length: 500 }, (_, i) => message(500 + i, now + 500 + i)))
    const queries = bench.queries()
    await bench.close()
    expect(bench.acknowledged).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
    expect(queries.lastPosition()).toBe(1000)
  })

  test('of a store that fails gives up what is not stored, unacknowledged, and ends its thread', async () => {
    const bench = await createIntakeBench()
    const lock = lockJournal(bench.file)
    bench.publish(message(1, Date.now()))
    await eventually(() => bench.failures.length > 0)
    await expect(bench.intake.close()).rejects.toMatchObject({ code: 'storeUnavailable' })
    lock.close()
    expect(bench.acknowledged).toEqual([])
    expect(bench.fatal).toEqual([])
    expect(bench.queries().lastPosition()).toBe(0)
    await expect(bench.intake.close()).rejects.toMatchObject({ code: 'storeUnavailable' })
  })

  test('does not wait for ever where the commit under way fails', async () => {
    const bench = await createIntakeBench()
    const lock = lockJournal(bench.file)
    bench.publish(message(1, Date.now()))
    expect(bench.failures).toEqual([])
    await expect(bench.intake.close()).rejects.toMatchObject({ code: 'storeUnavailable' })
    lock.close()
    expect(bench.acknowledged).toEqual([])
  })
})

test('a store that failed for a while stores what waited, once, and counts it once', async () => {
  const bench = await createIntakeBench()
  bench.publish(message(1, Date.now()), message(2, Date.now()), 'no message')
  await eventually(() => bench.acknowledged.length === 3)
  const lock = lockJournal(bench.file)
  bench.publish(message(3, Date.now()))
  await eventually(() => bench.failures.length > 0)
  expect(bench.intake.isStoring()).toBe(false)
  lock.close()
  await eventually(() => bench.acknowledged.length === 4)
  expect(bench.intake.isStoring()).toBe(true)
  const { messages, refused, duplicates, commits, failedCommits, lastPosition } = bench.intake.counters
  expect({ messages, refused, duplicates, commits, failedCommits, lastPosition }).toEqual({
    messages: 3,
    refused: 1,
    duplicates: 0,
    commits: 2,
    failedCommits: 1,
    lastPosition: 4,
  })
  await bench.close()
})

test('a packet id is known again within a session, and forgotten with it', async () => {
  const bench = await createIntakeBench()
  const untimed = { readings: [heartRate(72)] }
  bench.publish(untimed)
  bench.repeat(1, untimed)
  await eventually(() => bench.acknowledged.length === 2)
  expect(bench.intake.counters.messages).toBe(1)
  bench.intake.forgetSession(bench.intake.numberOf('device', 'device-1'))
  bench.repeat(1, untimed)
  await eventually(() => bench.acknowledged.length === 3)
  expect(bench.intake.counters.messages).toBe(2)
  await bench.close()
})

describe('a journal of another version', () => {
  test('is refused with a reason for people, and is no crash', async () => {
    const journalFile = join(folder, 'newer.db')
    const journal = openJournal({ file: journalFile, maxBytes: 0 })
    journal.exec('PRAGMA user_version=99')
    journal.close()
    const fatal: Error[] = []
    const onFatal = (error: Error) => void fatal.push(error)
    await expect(createIntakeBench({ journalFile, onFatal })).rejects.toMatchObject({
      name: 'Failure',
      code: 'storeUnavailable',
      message: expect.stringContaining('format 99'),
      facts: { given: 99 },
    })
    expect(fatal).toEqual([])
  })

  test('is told on the command line as what it is', async () => {
    const journalFile = join(folder, 'newer.db')
    const error = await createIntakeBench({ journalFile }).catch((thrown: unknown) => thrown)
    expect(isFailure(error, 'storeUnavailable')).toBe(true)
  })

  test('that takes the place of ours is fatal: nothing is acknowledged, and closing ends', async () => {
    const bench = await createIntakeBench()
    const lock = new DatabaseSync(bench.file)
    lock.exec('PRAGMA user_version=99; BEGIN IMMEDIATE')
    bench.publish(message(1, Date.now()))
    await eventually(() => bench.fatal.length > 0)
    lock.close()
    expect(bench.fatal).toMatchObject([{ code: 'storeUnavailable' }])
    expect(bench.acknowledged).toEqual([])
    await expect(bench.intake.close()).rejects.toMatchObject({ code: 'storeUnavailable' })
  })
})

describe('the time of receipt', () => {
  test('survives a clock that is set back within a slot', async () => {
    const start = Date.UTC(2026, 10, 21)
    const clock = [start, start - 3_600_000, start + 1000]
    const bench = await createIntakeBench({ now: () => clock.shift() as number })
    for (let n = 1; n <= 3; n++) bench.publish(message(n, start))
    await eventually(() => bench.acknowledged.length === 3)
    const received = bench
      .queries()
      .entriesAfter(0, 9)
      .map((entry) => (entry.kind === 'message' ? entry.message.receivedAtMs : null))
    expect(received).toEqual([start, start, start + 1000])
    await bench.close()
  })
})
