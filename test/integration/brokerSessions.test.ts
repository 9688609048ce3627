import { connect } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { deviceAuthorization } from '../../broker/authorize.ts'
import type { BrokerOptions } from '../../broker/broker.ts'
import type { Principal } from '../../broker/ports.ts'
import { eventually } from '../support/eventually.ts'
import { createIntakeDouble, type IntakeDouble } from '../support/intakeDouble.ts'
import { connectBytes } from '../support/mqttBytes.ts'
import { connectPacket, type MqttSocket, publishPacket } from '../support/mqttSocket.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

const vitals = 'v1/dev-1/vitals'
const status = 'v1/dev-1/status'
const errors = 'v1/dev-1/errors'

let house: TestBroker

type Options = Partial<BrokerOptions> & { intake?: IntakeDouble; principal?: Partial<Principal> }

async function open(options: Options = {}): Promise<TestBroker> {
  house = await createTestBroker(options)
  return house
}

afterEach(() => house.close())

async function subscribe(client: MqttSocket, topic: string, qos: 0 | 1 | 2 = 1): Promise<void> {
  client.sendPacket({ cmd: 'subscribe', messageId: 100, subscriptions: [{ topic, qos }] })
  expect(await client.nextOf('suback')).toMatchObject({ granted: [qos] })
}

describe('order of acknowledgements', () => {
  test('a message that is passed on waits for those that await their commit', async () => {
    const { intake, client } = await open({ intake: createIntakeDouble({ alone: false }) })
    const device = await client()
    device.send(
      Buffer.concat([
        publishPacket(vitals, 'a', { packetId: 1 }),
        publishPacket(status, 'on', { packetId: 2 }),
        publishPacket(vitals, 'b', { packetId: 3 }),
        publishPacket(vitals, 'c', { packetId: 4, qos: 0 }),
        publishPacket(status, 'off', { packetId: 5, qos: 2 }),
        publishPacket(vitals, 'd', { packetId: 6 }),
      ]),
    )
    await eventually(() => intake.messages.length === 1)
    await eventually(() => house.broker.connections()[0]?.isHeld)
    expect(device.received).toEqual([])
    intake.commitAlone(true)
    const answers = []
    for (let i = 0; i < 5; i++) answers.push(await device.next())
    expect(answers.map((packet) => [packet.cmd, packet.messageId])).toEqual([
      ['puback', 1],
      ['puback', 2],
      ['puback', 3],
      ['pubrec', 5],
      ['puback', 6],
    ])
  })

  test('a message that is passed on waits for the last commit before it, not the first', async () => {
    const { intake, client } = await open({ intake: createIntakeDouble({ alone: false }) })
    const device = await client()
    device.send(publishPacket(vitals, 'a', { packetId: 1 }))
    await eventually(() => intake.messages.length === 1)
    device.send(publishPacket(vitals, 'b', { packetId: 2 }))
    await eventually(() => intake.messages.length === 2)
    device.send(publishPacket(status, 'on', { packetId: 3 }))
    await eventually(() => house.broker.connections()[0]?.isHeld)
    intake.commit(1)
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(house.broker.stats().forwarded).toBe(0)
    intake.commit(1)
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 2 })
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 3 })
  })

  test('three hundred messages of both kinds and all qualities are acknowledged in the order they came', async () => {
    const { client } = await open()
    const device = await client()
    const kinds = Array.from({ length: 300 }, (_, i) => ({
      topic: i % 3 === 0 || i % 7 === 0 ? status : vitals,
      qos: ((i % 5) % 2) + 1,
      packetId: i + 1,
    }))
    device.send(
      Buffer.concat(
        kinds.map(({ topic, qos, packetId }) => publishPacket(topic, 'x', { qos: qos as 1 | 2, packetId })),
      ),
    )
    const answers: [string, number | undefined][] = []
    for (let i = 0; i < kinds.length; i++) {
      const { cmd, messageId } = await device.next()
      answers.push([cmd, messageId])
    }
    // Each of the two kinds has an order of its own: [MQTT-4.6.0-2], [MQTT-4.6.0-3].
    for (const [cmd, quality] of [
      ['puback', 1],
      ['pubrec', 2],
    ] as const) {
      expect(answers.filter((answer) => answer[0] === cmd).map((answer) => answer[1])).toEqual(
        kinds.filter(({ qos }) => qos === quality).map(({ packetId }) => packetId),
      )
    }
  })

  test('a reading does not overtake a message that aedes has yet to acknowledge', async () => {
    // Retained messages make aedes slow enough to see it: 200 QoS 2 packets, each stored in four asynchronous steps.
    const { client } = await open()
    const device = await client({ clean: false })
    const packets: Buffer[] = []
    for (let packetId = 1; packetId <= 400; packetId += 2) {
      packets.push(publishPacket(status, 's', { packetId, qos: 2 }))
      packets.push(publishPacket(vitals, 'v', { packetId: packetId + 1, qos: 2 }))
    }
    device.send(Buffer.concat(packets))
    for (let messageId = 1; messageId <= 400; messageId++) {
      expect(await device.next()).toMatchObject({ cmd: 'pubrec', messageId })
    }
  })
})

describe('one id, one connection', () => {
  test('the same credential takes over, and what the first had sent is not lost', async () => {
    const { intake, client, presence } = await open({ intake: createIntakeDouble({ alone: false }) })
    const first = await client()
    first.send(publishPacket(vitals, 'a', { packetId: 1 }))
    await eventually(() => intake.messages.length === 1)
    const second = await client()
    expect(await first.closed()).toEqual([])
    intake.commit()
    second.send(publishPacket(vitals, 'b', { packetId: 1 }))
    await eventually(() => intake.messages.length === 2)
    intake.commit()
    expect(await second.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
    expect(presence).toEqual([
      { deviceId: 'dev-1', state: 'connected', reason: '' },
      { deviceId: 'dev-1', state: 'disconnected', reason: 'taken over' },
      { deviceId: 'dev-1', state: 'connected', reason: '' },
    ])
    expect(house.broker.connections().map(({ deviceId }) => deviceId)).toEqual(['dev-1'])
  })

  test('another credential is turned away and the first stays', async () => {
    const { client, socket, refused } = await open()
    const first = await client()
    const second = await socket()
    expect(await second.connect({ password: 'second token' })).toBe(5)
    await second.closed()
    expect(refused).toEqual(['otherCredential'])
    first.send(publishPacket(vitals, 'a', { packetId: 1 }))
    expect(await first.next()).toMatchObject({ cmd: 'puback' })
  })

  test('another credential comes in once the first has left', async () => {
    const { client } = await open()
    const first = await client()
    first.sendPacket({ cmd: 'disconnect' })
    await first.closed()
    await eventually(() => house.broker.connections().length === 0)
    await client({ password: 'second token' })
  })

  test('of twenty at once the last one stays, and its subscription works', async () => {
    const { socket } = await open()
    const sockets = await Promise.all(Array.from({ length: 20 }, () => socket()))
    for (const each of sockets) each.send(connectPacket({ clean: false }))
    await eventually(() => sockets.filter((each) => !each.isClosed).length === 1)
    const [last] = sockets.filter((each) => !each.isClosed)
    await last!.nextOf('connack')
    await subscribe(last!, errors)
    await house.broker.publish(errors, 'hello', { qos: 1 })
    expect(await last!.nextOf('publish')).toMatchObject({ topic: errors })
    expect(house.broker.stats().connections).toBe(1)
  })

  test('a client that leaves in the middle of CONNECT does not block its id', async () => {
    const { socket, client } = await open()
    for (let i = 0; i < 20; i++) {
      const hasty = await socket()
      hasty.send(connectPacket({ clean: false }))
      if (i % 2 === 0) await new Promise((resolve) => setImmediate(resolve))
      hasty.end()
    }
    const patient = await client({ clean: false })
    await subscribe(patient, errors)
    await house.broker.publish(errors, 'hello')
    await patient.nextOf('publish')
  })

  test('disconnect closes it within a moment, and tells why', async () => {
    const { client, broker, presence } = await open()
    const device = await client()
    await eventually(() => broker.connections().length === 1)
    expect(broker.disconnect('dev-1', 'credential revoked')).toBe(true)
    await device.closed()
    expect(presence.at(-1)).toEqual({
      deviceId: 'dev-1',
      state: 'disconnected',
      reason: 'credential revoked',
    })
    expect(broker.disconnect('dev-1', 'credential revoked')).toBe(false)
  })

  test('disconnect reaches a client that is still being authenticated', async () => {
    let letIn = () => {}
    const { socket, broker } = await open({
      authenticate: async ({ clientId }) => {
        await new Promise<void>((resolve) => {
          letIn = resolve
        })
        return { id: clientId, kind: 'device', number: 1, credential: 'c', prefix: '', messagesPerSecond: 0 }
      },
    })
    const client = await socket()
    client.send(connectPacket())
    await eventually(() => broker.disconnect('dev-1', 'credential revoked'))
    letIn()
    expect(await client.closed()).toEqual([])
    expect(broker.stats().connections).toBe(0)
  })

  test('a refusal is followed by an orderly end, though much was sent behind CONNECT and is never used', async () => {
    await open()
    const readings = Array.from({ length: 5000 }, (_, i) =>
      publishPacket(vitals, 'x'.repeat(90), { packetId: i + 1 }),
    )
    // Input left unread at the close would make it a reset, which may overtake the CONNACK.
    const hasty = connect({ port: house.port, host: '127.0.0.1', allowHalfOpen: true })
    const answers: Buffer[] = []
    hasty.on('data', (bytes) => answers.push(bytes))
    const ended = new Promise((resolve, reject) => hasty.once('end', resolve).once('error', reject))
    hasty.write(Buffer.concat([connectPacket({ password: 'guess' }), ...readings]))
    await ended
    expect(Buffer.concat(answers)).toEqual(Buffer.from([0x20, 2, 0, 5]))
    expect(house.intake.messages).toEqual([])
    hasty.destroy()
  })

  test('an authentication that fails is answered with "server unavailable"', async () => {
    const { socket, refused } = await open({
      authenticate: async () => {
        throw new Error('store is away')
      },
    })
    const client = await socket()
    expect(await client.connect()).toBe(3)
    expect(refused).toEqual(['unavailable'])
  })
})

describe('presence', () => {
  test('tells a goodbye from a lost connection', async () => {
    const { client, presence } = await open()
    const polite = await client({ clientId: 'dev-1' })
    polite.sendPacket({ cmd: 'disconnect' })
    await polite.closed()
    const rude = await client({ clientId: 'dev-2' })
    rude.end()
    await eventually(() => presence.length === 4)
    expect(presence.map(({ deviceId, reason }) => [deviceId, reason])).toEqual([
      ['dev-1', ''],
      ['dev-1', ''],
      ['dev-2', ''],
      ['dev-2', 'connection lost'],
    ])
  })

  test('a goodbye in the same segment as the end of the stream is still a goodbye', async () => {
    const { client, presence, broker } = await open()
    const watcher = await client({ clientId: 'watcher' })
    const device = await client({ will: { topic: status, payload: 'gone' } })
    await subscribe(device, status)
    device.send(Buffer.concat([publishPacket(status, 'x', { qos: 2 }), Buffer.from([0xe0, 0])]))
    device.socket.end()
    await eventually(() => presence.some(({ state }) => state === 'disconnected'))
    expect(presence.at(-1)).toMatchObject({ deviceId: 'dev-1', reason: '' })
    watcher.end()
    expect(broker.stats().refused.broken).toBe(0)
  })

  test('the snapshot counts messages and silence', async () => {
    let nowMs = 1000
    const { client, broker } = await open({ monotonicMs: () => nowMs, now: () => 5_000_000 })
    const device = await client()
    device.send(publishPacket(vitals, 'a', { packetId: 1 }))
    await device.next()
    nowMs += 250
    expect(broker.connections()).toEqual([
      {
        deviceId: 'dev-1',
        kind: 'device',
        transport: 'tcp',
        remoteAddress: '127.0.0.1',
        connectedAtMs: 5_000_000,
        silentMs: 250,
        messages: 1,
        isHeld: false,
      },
    ])
  })

  test('a malformed packet is told as such', async () => {
    const { client, presence } = await open()
    const device = await client()
    device.send(connectBytes())
    await device.closed()
    expect(presence.at(-1)).toMatchObject({ state: 'disconnected', reason: 'malformed packet' })
  })
})

describe('sessions', () => {
  test('a clean session makes the pipeline forget packet ids, a kept one does not', async () => {
    const { client, intake } = await open()
    const first = await client({ clean: true })
    first.sendPacket({ cmd: 'disconnect' })
    await first.closed()
    await client({ clean: false })
    expect(intake.forgotten).toEqual([0])
  })

  test('an offline device gets what was published for it, and not what it had no right to', async () => {
    const { client, broker } = await open()
    const device = await client({ clean: false })
    device.sendPacket({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [
        { topic: errors, qos: 1 },
        { topic: '#', qos: 1 },
        { topic: 'v1/dev-2/errors', qos: 1 },
      ],
    })
    expect(await device.nextOf('suback')).toMatchObject({ granted: [1, 0x80, 0x80] })
    device.sendPacket({ cmd: 'disconnect' })
    await device.closed()
    await broker.publish('v1/dev-2/errors', 'not yours', { qos: 1 })
    await broker.publish('v1/dev-2/config', 'not yours', { qos: 1 })
    await broker.publish(errors, 'yours', { qos: 1 })
    const again = await house.socket()
    again.send(connectPacket({ clean: false }))
    expect(await again.next()).toMatchObject({ cmd: 'connack', sessionPresent: true })
    const publish = await again.nextOf('publish')
    expect(publish).toMatchObject({ topic: errors, qos: 1 })
    again.sendPacket({ cmd: 'puback', messageId: publish.messageId! })
    again.sendPacket({ cmd: 'pingreq' })
    expect((await again.next()).cmd).toBe('pingresp')
  })

  test('a filter that was refused does not live on in a kept session', async () => {
    // Delivery would stop it too; here that second guard is taken away.
    const { client, broker } = await open({ authorization: { ...deviceAuthorization, receive: () => true } })
    const device = await client({ clean: false })
    device.sendPacket({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [
        { topic: errors, qos: 1 },
        { topic: '#', qos: 1 },
      ],
    })
    expect(await device.nextOf('suback')).toMatchObject({ granted: [1, 0x80] })
    device.sendPacket({ cmd: 'disconnect' })
    await device.closed()
    await broker.publish('v1/dev-2/errors', 'not yours', { qos: 1 })
    const again = await client({ clean: false })
    again.sendPacket({ cmd: 'pingreq' })
    expect((await again.next()).cmd).toBe('pingresp')
  })

  test('a right that is withdrawn ends delivery, though the subscription is there', async () => {
    let mayReceive = true
    const { client, broker } = await open({
      authorization: { ...deviceAuthorization, receive: () => mayReceive },
    })
    const device = await client()
    await subscribe(device, errors)
    mayReceive = false
    await broker.publish(errors, 'too late', { qos: 1 })
    device.sendPacket({ cmd: 'pingreq' })
    expect((await device.next()).cmd).toBe('pingresp')
  })

  test('a retained message of the gateway is there when the device subscribes', async () => {
    const { client, broker } = await open()
    await broker.publish('v1/dev-1/config', '{"intervalS":5}', { retain: true })
    const device = await client()
    device.sendPacket({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: 'v1/dev-1/config', qos: 0 }],
    })
    expect(await device.nextOf('publish')).toMatchObject({ retain: true, topic: 'v1/dev-1/config' })
  })

  test('a retained status is passed on and not retained', async () => {
    const { client } = await open()
    const device = await client()
    await subscribe(device, status)
    device.send(publishPacket(status, 'online', { packetId: 1, retain: true }))
    await device.nextOf('puback')
    device.sendPacket({ cmd: 'unsubscribe', messageId: 5, unsubscriptions: [status] })
    await device.nextOf('unsuback')
    device.received.length = 0
    await subscribe(device, status)
    device.sendPacket({ cmd: 'pingreq' })
    expect((await device.next()).cmd).toBe('pingresp')
  })
})

describe('wills', () => {
  test('go out on the own status topic when the connection is lost, without retain', async () => {
    const { client } = await open()
    const lost = await client({
      clean: false,
      will: { topic: status, payload: 'gone', qos: 1, retain: true },
    })
    await subscribe(lost, status)
    lost.end()
    await eventually(() => house.broker.stats().connections === 0)
    const again = await client({ clean: false })
    expect(await again.nextOf('publish')).toMatchObject({ topic: status, retain: false })
  })

  test('do not go out after DISCONNECT', async () => {
    const { client } = await open()
    const polite = await client({ clean: false, will: { topic: status, payload: 'gone', qos: 1 } })
    await subscribe(polite, status)
    polite.sendPacket({ cmd: 'disconnect' })
    await polite.closed()
    const again = await client({ clean: false })
    again.sendPacket({ cmd: 'pingreq' })
    expect((await again.next()).cmd).toBe('pingresp')
  })
})

describe('time', () => {
  test('silence beyond one and a half keep-alives closes the connection', async () => {
    const { client, presence } = await open()
    const device = await client({ keepalive: 1 })
    const startMs = performance.now()
    await device.closed()
    expect(performance.now() - startMs).toBeGreaterThan(1400)
    expect(presence.at(-1)).toMatchObject({ reason: 'keep alive timeout' })
  })

  test('readings alone keep a connection alive', async () => {
    const { client, presence } = await open({ limits: { sweepMs: 50 } })
    const device = await client({ keepalive: 1 })
    for (let packetId = 1; packetId <= 5; packetId++) {
      device.send(publishPacket(vitals, 'a', { packetId }))
      await device.next()
      await new Promise((resolve) => setTimeout(resolve, 400))
    }
    expect(presence.length).toBe(1)
    expect(device.isClosed).toBe(false)
  })

  test('a client that is held back by the store is not silent', async () => {
    let nowMs = 0
    const { client, intake, broker } = await open({ monotonicMs: () => nowMs, limits: { sweepMs: 20 } })
    const device = await client({ keepalive: 1 })
    intake.setFull(true)
    device.send(publishPacket(vitals, 'a', { packetId: 1 }))
    await eventually(() => broker.connections()[0]?.isHeld)
    for (let i = 0; i < 100; i++) {
      nowMs += 20
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await new Promise((resolve) => setTimeout(resolve, 60))
    intake.setFull(false)
    expect(await device.next()).toMatchObject({ cmd: 'puback', messageId: 1 })
  })

  test('a connection that never sends CONNECT is cut', async () => {
    const { socket, refused } = await open({ limits: { connectTimeoutMs: 100, sweepMs: 20 } })
    const silent = await socket()
    const slow = await socket()
    slow.send(connectPacket().subarray(0, 9))
    await silent.closed()
    await slow.closed()
    expect(refused).toEqual(['connectTimeout', 'connectTimeout'])
  })

  test('an authentication that hangs is answered with "server unavailable"', async () => {
    const { socket, refused } = await open({
      authenticate: () => new Promise(() => {}),
      limits: { connectTimeoutMs: 100, sweepMs: 20 },
    })
    const client = await socket()
    expect(await client.connect()).toBe(3)
    await client.closed()
    expect(refused).toEqual(['unavailable'])
  })

  test('a packet that never ends is cut, however alive its sender', async () => {
    const { client, refused } = await open({ limits: { packetTimeoutMs: 200, sweepMs: 20 } })
    const slow = await client()
    const packet = publishPacket(vitals, 'x'.repeat(100))
    let at = 0
    const timer = setInterval(() => slow.send(packet.subarray(at, ++at)), 15)
    await slow.closed()
    clearInterval(timer)
    expect(refused).toEqual(['packetTimeout'])
  })
})

describe('closing the broker', () => {
  test('acknowledges what is committed in time, then closes', async () => {
    const { client, intake, broker, presence } = await open({ intake: createIntakeDouble({ alone: false }) })
    const device = await client()
    device.send(publishPacket(vitals, 'a', { packetId: 1 }))
    await eventually(() => intake.messages.length === 1)
    const closing = broker.close()
    setTimeout(() => intake.commit(), 50)
    await closing
    expect(await device.closed()).toMatchObject([{ cmd: 'puback', messageId: 1 }])
    expect(presence.at(-1)).toMatchObject({ reason: 'gateway closed' })
  })
})
