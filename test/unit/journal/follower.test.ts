import { expect, test } from '@jest/globals'
import { createEvents } from '../../../gateway/events.ts'
import type { Entry } from '../../../gateway/journal/entry.ts'
import { createFollower, type FollowerOptions } from '../../../gateway/journal/follower.ts'
import { createLog } from '../../../gateway/log.ts'
import { eventually } from '../../support/eventually.ts'
import { storedMessage } from '../../support/storedMessage.ts'

const NOW = Date.UTC(2026, 10, 21)

function journal(...positions: number[]) {
  const entries = positions.map(
    (position): Entry => ({ kind: 'message', message: storedMessage({ position }) }),
  )
  const at = (entry: Entry) => (entry.kind === 'message' ? entry.message.position : 0)
  return {
    add: (position: number) => void entries.push({ kind: 'message', message: storedMessage({ position }) }),
    reader: {
      lastPosition: async () =>
        at(entries.at(-1) ?? ({ kind: 'message', message: { position: 0 } } as Entry)),
      entriesAfter: async (position: number, limit: number) =>
        entries.filter((entry) => at(entry) > position).slice(0, limit),
    },
  }
}

function follow(options: Partial<FollowerOptions> & Pick<FollowerOptions, 'reader'>) {
  const handled: number[][] = []
  const lines: string[] = []
  const events = createEvents()
  const follower = createFollower({
    name: 'test',
    events,
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
    now: () => NOW,
    readCursor: async () => 0,
    handle: async (entries) => {
      handled.push(entries.map((entry) => (entry.kind === 'message' ? entry.message.position : 0)))
    },
    ...options,
  })
  return { follower, handled, lines, events }
}

test('everything after the cursor is handed on in order, gaps in the positions or not', async () => {
  const { reader } = journal(1, 2, 5, 6)
  const { follower, handled } = follow({ reader, readCursor: async () => 1 })
  await eventually(() => handled.length > 0)
  expect(handled).toEqual([[2, 5, 6]])
  expect((await follower).state()).toEqual({ name: 'test', position: 6, failing: null })
  await (await follower).close()
})

test('news wakes it', async () => {
  const { reader, add } = journal(1)
  const { follower, handled, events } = follow({ reader })
  await eventually(() => handled.length === 1)
  add(2)
  events.emit('committed', { first: 2, last: 2 })
  await eventually(() => handled.length === 2, 2000)
  expect(handled).toEqual([[1], [2]])
  await (await follower).close()
})

test('a batch that fails comes again, whole, and nothing after it before', async () => {
  const { reader } = journal(1, 2)
  const tried: number[] = []
  let down = true
  const { follower, lines } = follow({
    reader,
    handle: async (entries, position) => {
      tried.push(entries.length, position)
      if (down) throw new Error('down')
    },
  })
  const state = (await follower).state
  await eventually(() => state().failing?.attempts === 1)
  expect(state()).toMatchObject({ position: 0, failing: { sinceMs: NOW, code: 'Error', attempts: 1 } })
  down = false
  await eventually(() => state().position === 2)
  expect(tried).toEqual([2, 2, 2, 2])
  expect(state().failing).toBeNull()
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['follower failed', 'follower recovered'])
  await (await follower).close()
})

test('closing waits for the batch under way, and not for the next attempt', async () => {
  const { reader } = journal(1)
  const { promise, reject } = Promise.withResolvers<void>()
  const { follower } = follow({ reader, handle: () => promise })
  const closed = (await follower).close()
  reject(new Error('down'))
  await closed
})

test('a cursor beyond the end of the journal, as after a restored backup, goes back to it: nothing new is passed over', async () => {
  const { reader, add } = journal(1, 2, 3)
  const { follower, handled, lines, events } = follow({ reader, readCursor: async () => 50 })
  await eventually(async () => (await follower).state().position === 3)
  add(4)
  events.emit('committed', { first: 4, last: 4 })
  await eventually(() => handled.length > 0)
  expect(handled).toEqual([[4]])
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, follower: 'test', cursor: 50, position: 3, msg: 'cursor beyond the journal, set back' },
  ])
  await (await follower).close()
})
