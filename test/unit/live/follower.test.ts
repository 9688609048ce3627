import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createEvents, type Events } from '../../../gateway/events.ts'
import type { Entry } from '../../../gateway/journal/entry.ts'
import type { QuarantineBatch, ReadingBatch } from '../../../gateway/live/channels.ts'
import { createLiveFollower } from '../../../gateway/live/follower.ts'
import { createLog } from '../../../gateway/log.ts'
import { eventually } from '../../support/eventually.ts'
import { storedMessage } from '../../support/storedMessage.ts'
import { storedRefusal } from '../../support/storedRefusal.ts'

let events: Events
let entries: Entry[]
let heard: ReadingBatch[]
let refused: QuarantineBatch[]
let reads: { after: number; limit: number }[]
let isListening: boolean
let failNext: boolean
let follower: ReturnType<typeof createLiveFollower>

function follow(limits: { maxEntries?: number; maxReadings?: number } = {}) {
  follower = createLiveFollower({
    events,
    log: createLog({ level: 'silent' }),
    now: () => performance.now(),
    batchIntervalMs: 5,
    reader: {
      async entriesAfter(after, limit) {
        reads.push({ after, limit })
        if (failNext) {
          failNext = false
          throw new Error('not now')
        }
        return entries.slice(after, after + limit)
      },
    },
    screens: {
      isAnyoneListening: () => isListening,
      readings: (batch) => heard.push(batch),
      quarantined: (batch) => refused.push(batch),
    },
    ...limits,
  })
}

function commit(...kinds: ('message' | 'refusal')[]) {
  const first = entries.length + 1
  for (const kind of kinds) {
    const position = entries.length + 1
    entries.push(
      kind === 'message'
        ? { kind, message: storedMessage({ position }) }
        : { kind, refusal: storedRefusal({ position }) },
    )
  }
  events.emit('committed', { first, last: entries.length })
}

beforeEach(() => {
  events = createEvents()
  entries = []
  heard = []
  refused = []
  reads = []
  isListening = true
  failNext = false
})

afterEach(() => follower.close())

test('what is committed is told once, in order, with its place in the journal', async () => {
  follow()
  commit('message', 'message')
  commit('message')
  await eventually(() => heard.at(-1)?.to === 3)
  commit('message')
  await eventually(() => heard.at(-1)?.to === 4)
  expect(heard.flatMap(({ readings }) => readings.map(({ position }) => position))).toEqual([1, 2, 3, 4])
  expect(heard.map(({ after }) => after)).toEqual([0, ...heard.slice(0, -1).map(({ to }) => to)])
})

test('without a listener nothing is read, and live begins at the end', async () => {
  follow()
  isListening = false
  commit('message', 'message')
  isListening = true
  commit('message')
  await eventually(() => heard.length > 0)
  expect(reads).toEqual([{ after: 2, limit: 1 }])
  expect(heard).toMatchObject([{ after: 2, to: 3, skipped: 0 }])
})

test('refused payloads go their own way, without their bytes', async () => {
  follow()
  commit('refusal', 'message')
  await eventually(() => refused.length > 0)
  expect(refused[0]).toMatchObject({ after: 0, to: 2, refused: [{ position: 1, code: 'wrongUnit' }] })
  expect(JSON.stringify(refused)).not.toContain('bytes"')
  expect(heard[0]?.readings).toHaveLength(1)
})

test('a flood is passed over, and how much is said', async () => {
  follow({ maxEntries: 3 })
  commit(...Array<'message'>(10).fill('message'))
  await eventually(() => heard.length > 0)
  expect(heard[0]).toMatchObject({ after: 0, to: 10, skipped: 7 })
  expect(heard[0]?.readings.map(({ position }) => position)).toEqual([8, 9, 10])
})

test('a large batch keeps the newest reading of each device and vital', async () => {
  follow({ maxReadings: 3 })
  commit(...Array<'message'>(10).fill('message'))
  await eventually(() => heard.length > 0)
  expect(heard[0]).toMatchObject({ skipped: 0, coalesced: 9, readings: [{ position: 10 }] })
})

test('a read that fails is done again', async () => {
  follow()
  failNext = true
  commit('message')
  await eventually(() => heard.length > 0)
  expect(heard[0]).toMatchObject({ after: 0, to: 1, skipped: 0 })
  expect(reads).toHaveLength(2)
})

test('after close nothing is told', async () => {
  follow()
  commit('message')
  await follower.close()
  commit('message')
  expect(heard).toEqual([])
})
