import { expect, test } from '@jest/globals'
import { linkState } from '../../../dashboard/src/live/linkState.ts'

const heardAt = { connected: true, lastHeardMs: 10_000, attempts: 0 }

test('before anything was heard it is connecting', () => {
  expect(linkState({ connected: false, lastHeardMs: null, attempts: 3 }, 99_000)).toEqual({
    kind: 'connecting',
  })
})

test('a gateway that says something each second is live', () => {
  expect(linkState(heardAt, 11_900)).toEqual({ kind: 'live' })
})

test('silence is a lost link before three seconds are over, though the socket is open', () => {
  expect(linkState(heardAt, 12_500)).toEqual({ kind: 'lost', sinceMs: 10_000, attempts: 0, isOld: false })
})

test('a closed socket is a lost link at once', () => {
  expect(linkState({ ...heardAt, connected: false, attempts: 2 }, 10_001)).toMatchObject({
    kind: 'lost',
    attempts: 2,
  })
})

test('after ten seconds no number passes for current', () => {
  expect(linkState(heardAt, 20_000)).toMatchObject({ isOld: false })
  expect(linkState(heardAt, 20_001)).toMatchObject({ isOld: true })
})
