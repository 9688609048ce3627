import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { FROM_DUP, HAS_PACKET_ID } from '../../broker/intake.ts'
import { eventually } from '../support/eventually.ts'
import { createIntakeDouble } from '../support/intakeDouble.ts'
import { publishPacket } from '../support/mqttSocket.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

const vitals = 'v1/dev-1/vitals'
const status = 'v1/dev-1/status'

let house: TestBroker

beforeEach(async () => {
  house = await createTestBroker({ intake: createIntakeDouble({ alone: false }) })
})

afterEach(() => house.close())

const exactlyOnce = (packetId: number, dup = false) => publishPacket(vitals, 'a', { qos: 2, packetId, dup })

test('PUBREC follows the commit, PUBREL is answered with PUBCOMP', async () => {
  const client = await house.client()
  client.send(exactlyOnce(7))
  await eventually(() => house.intake.messages.length === 1)
  expect(client.received).toEqual([])
  house.intake.commit()
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 })
  client.sendPacket({ cmd: 'pubrel', messageId: 7 })
  expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 })
})

test('an open packet id that is sent again is not a second message', async () => {
  const client = await house.client()
  client.send(Buffer.concat([exactlyOnce(7), exactlyOnce(7, true), exactlyOnce(8)]))
  await eventually(() => house.broker.connections()[0]?.isHeld)
  expect(house.intake.messages.length).toBe(1)
  expect(client.received).toEqual([])
  house.intake.commitAlone(true)
  const answers = [await client.next(), await client.next(), await client.next()]
  expect(answers.map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
    ['pubrec', 7],
    ['pubrec', 7],
    ['pubrec', 8],
  ])
  client.send(exactlyOnce(7, true))
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 })
  expect(house.intake.messages.length).toBe(2)
})

test('a packet id is free again after PUBREL', async () => {
  house.intake.commitAlone(true)
  const client = await house.client()
  for (let round = 1; round <= 3; round++) {
    client.send(exactlyOnce(7))
    expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 })
    client.sendPacket({ cmd: 'pubrel', messageId: 7 })
    expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 })
    expect(house.intake.messages.length).toBe(round)
  }
})

test('a hasty PUBREL waits for the commit', async () => {
  const client = await house.client()
  client.send(exactlyOnce(7))
  client.sendPacket({ cmd: 'pubrel', messageId: 7 })
  await eventually(() => house.broker.connections()[0]?.isHeld)
  expect(client.received).toEqual([])
  house.intake.commit()
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 })
  expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 })
})

test('a PUBREL of an unknown packet id is answered', async () => {
  const client = await house.client()
  client.sendPacket({ cmd: 'pubrel', messageId: 99 })
  expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 99 })
})

test('packet ids that aedes and the lane have open are told apart', async () => {
  house.intake.commitAlone(true)
  const client = await house.client()
  client.send(publishPacket(status, 'on', { qos: 2, packetId: 1 }))
  client.send(exactlyOnce(2))
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 1 })
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 2 })
  client.sendPacket({ cmd: 'pubrel', messageId: 2 })
  client.sendPacket({ cmd: 'pubrel', messageId: 1 })
  expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 2 })
  expect(await client.next()).toMatchObject({ cmd: 'pubcomp', messageId: 1 })
})

test('the same packet id with QoS 1 and 2 at once is acknowledged as each was sent', async () => {
  const client = await house.client()
  client.send(Buffer.concat([publishPacket(vitals, 'a', { packetId: 5 }), exactlyOnce(5)]))
  await eventually(() => house.intake.messages.length === 2)
  house.intake.commit()
  expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 5 })
  expect(await client.next()).toMatchObject({ cmd: 'pubrec', messageId: 5 })
})

test('after a reconnect the message is handed over again with DUP, for the pipeline to recognise', async () => {
  const first = await house.client({ clean: false })
  first.send(exactlyOnce(7))
  await eventually(() => house.intake.messages.length === 1)
  first.end()
  await eventually(() => house.broker.stats().connections === 0)
  house.intake.commit()
  const second = await house.client({ clean: false })
  second.send(exactlyOnce(7, true))
  await eventually(() => house.intake.messages.length === 2)
  expect(house.intake.messages.map(({ packetId, flags }) => [packetId, flags])).toEqual([
    [7, HAS_PACKET_ID],
    [7, HAS_PACKET_ID | FROM_DUP],
  ])
  house.intake.commit()
  expect(await second.next()).toMatchObject({ cmd: 'pubrec', messageId: 7 })
  second.sendPacket({ cmd: 'pubrel', messageId: 7 })
  expect(await second.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 })
})

test('a PUBREL that comes after the reconnect is answered', async () => {
  house.intake.commitAlone(true)
  const first = await house.client({ clean: false })
  first.send(exactlyOnce(7))
  await first.next()
  first.end()
  const second = await house.client({ clean: false })
  second.sendPacket({ cmd: 'pubrel', messageId: 7 })
  expect(await second.next()).toMatchObject({ cmd: 'pubcomp', messageId: 7 })
})

test('a client that never sends PUBREL is cut', async () => {
  house.intake.commitAlone(true)
  const client = await house.client()
  for (let packetId = 1; packetId <= 1100; packetId++) client.send(exactlyOnce(packetId))
  await client.closed()
  expect(house.refused).toEqual(['openQos2'])
  expect(house.intake.messages.length).toBe(1024)
})
