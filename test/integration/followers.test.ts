import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.ts'
import { heartRate, message } from '../support/message.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

let house: TestGateway
let startedAtMs: number

beforeEach(async () => {
  startedAtMs = Date.now()
  house = await createTestGateway()
})

afterEach(() => house.close())

async function publish(...payloads: object[]): Promise<void> {
  const device = await house.connectDevice('follow-1')
  for (const payload of payloads)
    await device.publishAsync('v1/follow-1/vitals', JSON.stringify(payload), { qos: 1 })
  await device.endAsync()
}

async function newest(): Promise<number[]> {
  const { values } = (await house.json('/api/v1/latest?deviceId=follow-1')) as { values: { value: number }[] }
  return values.map(({ value }) => value)
}

test('what a follower had not read when the gateway stopped, it reads after the start (promise 3)', async () => {
  await publish(message(1, startedAtMs, heartRate(71)))
  await eventually(async () => (await newest())[0] === 71)
  const before = await house.gateway.store.cursors.read('latest')
  await publish(message(2, startedAtMs + 1000, heartRate(72)))
  // as if it had died between the acknowledgement and the follower's turn
  await eventually(async () => (await house.gateway.store.cursors.read('latest')) > before)
  await house.gateway.store.database.db.deleteFrom('latest').execute()
  await house.gateway.store.cursors.write('latest', before)
  await house.restart()
  expect(await eventually(async () => (await newest())[0])).toBe(72)
})

test('read again from the first entry, the journal gives the same newest values (promise 3)', async () => {
  await publish(message(2, startedAtMs, heartRate(72)), message(1, startedAtMs - 5000, heartRate(60)))
  const { cursors } = house.gateway.store
  await eventually(async () => (await cursors.read('latest')) === 2)
  expect(await newest()).toEqual([72])
  await cursors.write('latest', 0)
  await house.restart()
  await eventually(async () => (await house.gateway.store.cursors.read('latest')) === 2)
  expect(await newest()).toEqual([72])
})

test('a late reading never overwrites the newest one; a time from the future does not hide what follows (promise 4)', async () => {
  await publish(
    message(1, Date.UTC(2099, 0, 1), heartRate(50)),
    // ahead of us a little, so that it can not be the older one on a slow machine
    message(2, Date.now() + 60_000, heartRate(72)),
    message(3, startedAtMs - 60_000, heartRate(99)),
  )
  await eventually(async () => (await house.gateway.store.cursors.read('latest')) === 3)
  const { values } = (await house.json('/api/v1/latest?deviceId=follow-1')) as {
    values: { value: number; ageBasis: string }[]
  }
  expect(values.map(({ value }) => value)).toEqual([72])
})
