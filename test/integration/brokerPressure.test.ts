import { afterEach, expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.ts'
import { createIntakeDouble } from '../support/intakeDouble.ts'
import { frame } from '../support/mqttBytes.ts'
import { publishPacket } from '../support/mqttSocket.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

const vitals = 'v1/dev-1/vitals'

let house: TestBroker

afterEach(() => house.close())

test('a client that does not read stops being read, and slows nobody', async () => {
  house = await createTestBroker({ limits: { outputBytes: 128 * 1024, drainTimeoutMs: 60_000 } })
  const deaf = await house.client({ clientId: 'deaf' })
  deaf.sendPacket({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [{ topic: 'v1/deaf/errors', qos: 0 }],
  })
  await deaf.nextOf('suback')
  deaf.socket.pause()
  // Fills both sockets' buffers and some more.
  const flood = Array.from({ length: 99 }, () =>
    house.broker.publish('v1/deaf/errors', Buffer.alloc(100_000)),
  )
  const isHeld = () => house.broker.connections().find(({ deviceId }) => deviceId === 'deaf')?.isHeld
  let sent = 0
  const pump = setInterval(() => {
    if (sent < 1000) deaf.send(publishPacket('v1/deaf/vitals', 'a', { packetId: ++sent }))
  }, 1)
  await eventually(isHeld)
  clearInterval(pump)
  const other = await house.client()
  for (let packetId = 1; packetId <= 50; packetId++) {
    other.send(publishPacket(vitals, 'a', { packetId }))
    expect(await other.next()).toMatchObject({ cmd: 'puback', messageId: packetId })
  }
  expect(isHeld()).toBe(true)
  deaf.socket.resume()
  for (let messageId = 1; messageId <= sent; messageId++) {
    expect(await deaf.nextOf('puback')).toMatchObject({ messageId })
  }
  await Promise.all(flood)
})

test('what is published for a client that does not read does not stop what is published for others', async () => {
  house = await createTestBroker({ limits: { drainTimeoutMs: 300 } })
  const deaf = await house.client({ clientId: 'deaf' })
  const other = await house.client()
  for (const [client, id] of [
    [deaf, 'deaf'],
    [other, 'dev-1'],
  ] as const) {
    client.sendPacket({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: `v1/${id}/errors`, qos: 0 }],
    })
    await client.nextOf('suback')
  }
  deaf.socket.pause()
  const flood = Array.from({ length: 400 }, () =>
    house.broker.publish('v1/deaf/errors', Buffer.alloc(60_000)).catch(() => {}),
  )
  await house.broker.publish('v1/dev-1/errors', 'for you')
  expect(await other.nextOf('publish')).toMatchObject({ topic: 'v1/dev-1/errors' })
  await Promise.all(flood)
  await eventually(() =>
    house.presence.some(({ deviceId, state }) => deviceId === 'deaf' && state === 'disconnected'),
  )
  expect(other.isClosed).toBe(false)
})

test('a device above its rate is made to wait, and nothing is dropped', async () => {
  let nowMs = 0
  house = await createTestBroker({
    monotonicMs: () => nowMs,
    limits: { sweepMs: 10 },
    principal: { messagesPerSecond: 10 },
  })
  const device = await house.client()
  device.send(
    Buffer.concat(Array.from({ length: 50 }, (_, i) => publishPacket(vitals, 'a', { packetId: i + 1 }))),
  )
  for (let messageId = 1; messageId <= 20; messageId++)
    expect(await device.next()).toMatchObject({ messageId })
  await eventually(() => house.broker.connections()[0]?.isHeld)
  expect(house.intake.messages.length).toBe(20)
  const clock = setInterval(() => {
    nowMs += 10
  }, 10)
  await eventually(() => house.intake.messages.length > 21)
  // Ten a second: no more than the time that passed allows.
  expect(house.intake.messages.length).toBeLessThanOrEqual(20 + Math.ceil(nowMs / 100))
  clearInterval(clock)
  nowMs += 10_000
  for (let messageId = 21; messageId <= 40; messageId++)
    expect(await device.next()).toMatchObject({ messageId })
  await eventually(() => house.broker.connections()[0]?.isHeld)
  nowMs += 10_000
  for (let messageId = 41; messageId <= 50; messageId++)
    expect(await device.next()).toMatchObject({ messageId })
})

test('the rate counts what is passed on, too', async () => {
  let nowMs = 0
  house = await createTestBroker({
    monotonicMs: () => nowMs,
    limits: { sweepMs: 10 },
    principal: { messagesPerSecond: 1 },
  })
  const device = await house.client()
  for (let packetId = 1; packetId <= 4; packetId++) {
    device.send(publishPacket('v1/dev-1/status', 'on', { packetId }))
  }
  await eventually(() => house.broker.connections()[0]?.isHeld)
  expect(house.broker.stats().forwarded).toBe(2)
  nowMs += 10_000
  await eventually(() => house.broker.stats().forwarded === 4)
})

test('an intake that stays full holds one lane after another, not the broker', async () => {
  house = await createTestBroker({ intake: createIntakeDouble({ alone: false }) })
  house.intake.setFull(true)
  const writer = await house.client()
  writer.send(publishPacket(vitals, 'a', { packetId: 1 }))
  await eventually(() => house.broker.connections()[0]?.isHeld)
  const listener = await house.client({ clientId: 'dev-2' })
  listener.sendPacket({ cmd: 'pingreq' })
  expect((await listener.next()).cmd).toBe('pingresp')
})

test('a flood of packets for aedes is taken at a rate, and all are answered', async () => {
  let nowMs = 0
  house = await createTestBroker({ monotonicMs: () => nowMs, limits: { sweepMs: 10, forwardsPerSecond: 50 } })
  const device = await house.client()
  device.send(Buffer.concat(Array.from({ length: 150 }, () => frame(0xc0))))
  for (let i = 0; i < 100; i++) expect((await device.next()).cmd).toBe('pingresp')
  await eventually(() => house.broker.connections()[0]?.isHeld)
  expect(device.received).toEqual([])
  nowMs += 10_000
  for (let i = 0; i < 50; i++) expect((await device.next()).cmd).toBe('pingresp')
})
