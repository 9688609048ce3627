import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { AckTarget } from '../../broker/intake.ts'
import { CHANNEL } from '../../devices/topic.ts'
import { eventually } from '../support/eventually.ts'
import { createIntakeDouble } from '../support/intakeDouble.ts'
import { connectPacket, publishPacket } from '../support/mqttSocket.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

let house: TestBroker

beforeEach(async () => {
  house = await createTestBroker({ intake: createIntakeDouble({ alone: false }) })
})

afterEach(() => {
  // Closing waits for the commits under way.
  house.intake.commitAlone(true)
  return house.close()
})

const vitals = 'v1/dev-1/vitals'

describe('ingest', () => {
  test('no PUBACK leaves before the commit', async () => {
    const client = await house.client()
    client.send(publishPacket(vitals, 'a', { packetId: 1 }))
    client.send(publishPacket(vitals, 'b', { packetId: 2 }))
    await eventually(() => house.intake.messages.length === 2)
    client.sendPacket({ cmd: 'pingreq' })
    expect((await client.next()).cmd).toBe('pingresp')
    expect(client.received).toEqual([])
    house.intake.commit()
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 2 })
  })

  test('QoS 0 crosses and is not acknowledged', async () => {
    const client = await house.client()
    client.send(publishPacket(vitals, 'a', { qos: 0 }))
    await eventually(() => house.intake.messages.length === 1)
    house.intake.commit()
    client.sendPacket({ cmd: 'pingreq' })
    expect((await client.next()).cmd).toBe('pingresp')
  })

  test('each topic crosses by its own way in, an unknown and a foreign one too', async () => {
    const client = await house.client()
    const ways: [string, number][] = [
      [vitals, CHANNEL.native],
      ['v1/dev-1/senml', CHANNEL.senml],
      ['v1/dev-1/gatt/2A37', CHANNEL.gatt],
      [vitals, CHANNEL.native],
      ['v1/dev-1/nonsense', CHANNEL.unknown],
      ['v1/dev-2/vitals', CHANNEL.foreign],
      ['$SYS/broker/uptime', CHANNEL.foreign],
      ['v1/dev-1/__proto__', CHANNEL.unknown],
      ['constructor', CHANNEL.foreign],
      ['v1/dev-1/senml', CHANNEL.senml],
    ]
    ways.forEach(([topic], i) => {
      client.send(publishPacket(topic, `payload ${i}`, { packetId: i + 1 }))
    })
    await eventually(() => house.intake.messages.length === ways.length)
    house.intake.commit()
    for (let i = 0; i < ways.length; i++) {
      expect(house.intake.messages[i]).toMatchObject({ topic: ways[i]![0], channel: ways[i]![1] })
      expect(house.intake.messages[i]!.payload.toString()).toBe(`payload ${i}`)
      expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: i + 1 })
    }
    expect(client.isClosed).toBe(false)
  })

  test('more topics than are remembered still find their way', async () => {
    const client = await house.client()
    for (let i = 1; i <= 200; i++) client.send(publishPacket(`v1/dev-1/x${i % 100}`, 'a', { packetId: i }))
    await eventually(() => house.intake.messages.length === 200)
    expect(house.intake.messages.every((message) => message.channel === CHANNEL.unknown)).toBe(true)
  })

  test('a bridge publishes under its own prefix', async () => {
    const client = await house.client({ clientId: 'bridge-1' })
    const topics: [string, number][] = [
      ['home/gateway/BTtoMQTT/A4C138000001', CHANNEL.bridge],
      ['home/gateway/LWT', CHANNEL.unknown],
      ['elsewhere/gateway/BTtoMQTT/A4C138000001', CHANNEL.foreign],
    ]
    topics.forEach(([topic], i) => {
      client.send(publishPacket(topic, '{}', { packetId: i + 1 }))
    })
    await eventually(() => house.intake.messages.length === 3)
    expect(house.intake.messages.map((message) => message.channel)).toEqual(topics.map(([, way]) => way))
  })

  test('five hundred PUBLISH packets behind a CONNECT in one write are all acknowledged in order', async () => {
    house.intake.commitAlone(true)
    const client = await house.socket()
    const packets = Array.from({ length: 500 }, (_, i) =>
      publishPacket(vitals, 'x'.repeat(90), { packetId: i + 1 }),
    )
    client.send(Buffer.concat([connectPacket(), ...packets]))
    expect(await client.next()).toMatchObject({ cmd: 'connack', returnCode: 0 })
    for (let i = 1; i <= 500; i++) expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: i })
  })

  test('packets that arrive byte by byte are the same packets', async () => {
    house.intake.commitAlone(true)
    const client = await house.socket()
    const bytes = Buffer.concat([
      connectPacket(),
      publishPacket(vitals, 'first', { packetId: 1 }),
      publishPacket('v1/dev-1/status', 'online', { packetId: 2 }),
      publishPacket(vitals, 'y'.repeat(300), { packetId: 3, qos: 2 }),
      Buffer.from([0xc0, 0]),
    ])
    for (const byte of bytes) {
      client.send(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    const answers = [await client.next(), await client.next(), await client.next(), await client.next()]
    expect(answers.map((packet) => packet.cmd)).toEqual(['connack', 'puback', 'puback', 'pubrec'])
    expect((await client.next()).cmd).toBe('pingresp')
    expect(house.intake.messages.map((message) => message.payload.length)).toEqual([5, 300])
  })

  test('a lane with a thousand unacknowledged messages waits, and loses none of those behind', async () => {
    const client = await house.client()
    const packets = Array.from({ length: 3000 }, (_, i) => publishPacket(vitals, 'z', { packetId: i + 1 }))
    client.send(Buffer.concat(packets))
    await eventually(() => house.broker.connections()[0]?.isHeld)
    expect(house.intake.messages.length).toBe(1024)
    house.intake.commitAlone(true)
    for (let i = 1; i <= 3000; i++) expect(await client.next()).toMatchObject({ messageId: i })
  })

  test('while the store is full nothing is taken, and all of it later', async () => {
    house.intake.setFull(true)
    const client = await house.client()
    client.send(Buffer.concat([1, 2, 3].map((packetId) => publishPacket(vitals, 'a', { packetId }))))
    await eventually(() => house.broker.connections()[0]?.isHeld)
    expect(house.intake.messages).toEqual([])
    house.intake.commitAlone(true)
    house.intake.setFull(false)
    for (const messageId of [1, 2, 3]) expect(await client.next()).toMatchObject({ cmd: 'puback', messageId })
  })

  test('an intake that has room again at once is not overheard', async () => {
    house.intake.commitAlone(true)
    let asked = 0
    Object.assign(house.intake, {
      hasRoom: () => ++asked % 2 === 0,
      waitForRoom: (lane: AckTarget) => lane.resume(),
    })
    const client = await house.client()
    client.send(Buffer.concat([1, 2, 3].map((packetId) => publishPacket(vitals, 'a', { packetId }))))
    for (const messageId of [1, 2, 3]) expect(await client.next()).toMatchObject({ cmd: 'puback', messageId })
  })

  test('what a held lane has not taken is not overwritten by what others send', async () => {
    const held = await house.client()
    const busy = await house.client({ clientId: 'dev-2' })
    house.intake.setFull(true)
    const payloads = [1, 2, 3, 4, 5].map((n) => `held ${n} `.repeat(50))
    held.send(
      Buffer.concat(payloads.map((payload, i) => publishPacket(vitals, payload, { packetId: i + 1 }))),
    )
    await eventually(() => house.broker.connections().some(({ isHeld }) => isHeld))
    for (let i = 0; i < 5; i++) {
      busy.sendPacket({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: 'b'.repeat(9000), qos: 0 }],
      })
      await busy.nextOf('suback')
    }
    house.intake.setFull(false)
    await eventually(() => house.intake.messages.length === 5)
    expect(house.intake.messages.map(({ payload }) => payload.toString())).toEqual(payloads)
  })

  test('messages with QoS 0 alone wake a lane that was held', async () => {
    const client = await house.client()
    client.send(Buffer.concat(Array.from({ length: 3000 }, () => publishPacket(vitals, 'a', { qos: 0 }))))
    await eventually(() => house.broker.connections()[0]?.isHeld)
    house.intake.commitAlone(true)
    await eventually(() => house.intake.committed === 3000)
  })
})

describe('a payload above the limit', () => {
  const huge = (bytes: number) => Buffer.alloc(bytes, 'h')

  test.each([0, 1, 2] as const)('is kept up to the limit and acknowledged with QoS %i', async (qos) => {
    house.intake.commitAlone(true)
    const client = await house.client()
    client.send(publishPacket(vitals, huge(3_000_000), { qos, packetId: 9 }))
    client.send(publishPacket(vitals, 'after', { packetId: 10 }))
    if (qos > 0) {
      expect(await client.next()).toMatchObject({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId: 9 })
    }
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 10 })
    expect(house.intake.messages.map(({ channel, payload }) => [channel, payload.length])).toEqual([
      [CHANNEL.oversize, 64 * 1024],
      [CHANNEL.native, 5],
    ])
    expect(house.intake.messages[0]!.topic).toBe(vitals)
  })

  test('is taken whole at the limit exactly, under a long topic too', async () => {
    house.intake.commitAlone(true)
    const client = await house.client()
    const topic = `v1/dev-1/${'t'.repeat(60_000)}`
    client.send(publishPacket(topic, huge(64 * 1024), { packetId: 1 }))
    client.send(publishPacket(topic, huge(64 * 1024 + 1), { packetId: 2 }))
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 2 })
    expect(house.intake.messages.map(({ channel }) => channel)).toEqual([CHANNEL.unknown, CHANNEL.oversize])
  })

  test('does not reach aedes on a topic that is passed on', async () => {
    house.intake.commitAlone(true)
    const client = await house.client()
    client.send(publishPacket('v1/dev-1/status', huge(100_000), { packetId: 1 }))
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(house.intake.messages[0]!.channel).toBe(CHANNEL.oversize)
  })

  test('waits for room like any other', async () => {
    const client = await house.client()
    house.intake.setFull(true)
    client.send(publishPacket(vitals, huge(100_000), { packetId: 1 }))
    await eventually(() => house.broker.connections()[0]?.isHeld)
    house.intake.commitAlone(true)
    house.intake.setFull(false)
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    client.send(publishPacket(vitals, 'after', { packetId: 2 }))
    expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: 2 })
  })

  test('closes the connection beyond sixteen mebibytes', async () => {
    const client = await house.client()
    client.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61]))
    await client.closed()
    expect(house.refused).toEqual(['tooLong'])
  })
})
