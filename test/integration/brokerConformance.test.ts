import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.ts'
import { connectPacket, type MqttSocket, publishPacket } from '../support/mqttSocket.ts'
import { permissiveAuthorization } from '../support/permissiveAuthorization.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

/** MQTT 3.1.1 itself, through lane and aedes, where everybody may do everything. */
let house: TestBroker
let ids = 0

beforeEach(async () => {
  house = await createTestBroker({ authorization: permissiveAuthorization })
})

afterEach(() => house.close())

const newId = () => `client-${++ids}`
type Qos = 0 | 1 | 2

async function subscribe(client: MqttSocket, ...topics: [string, Qos][]): Promise<number[]> {
  client.sendPacket({
    cmd: 'subscribe',
    messageId: 500,
    subscriptions: topics.map(([topic, qos]) => ({ topic, qos })),
  })
  return (await client.nextOf('suback')).granted as number[]
}

/** Publishes and goes through the whole exchange of acknowledgements. */
async function publish(client: MqttSocket, topic: string, payload: string, qos: Qos = 0, retain = false) {
  client.send(publishPacket(topic, payload, { qos, packetId: 600, retain }))
  if (qos === 1) expect((await client.nextOf('puback')).messageId).toBe(600)
  if (qos === 2) {
    expect((await client.nextOf('pubrec')).messageId).toBe(600)
    client.sendPacket({ cmd: 'pubrel', messageId: 600 })
    expect((await client.nextOf('pubcomp')).messageId).toBe(600)
  }
}

/** The next message, acknowledged as its QoS wants it. */
async function receive(client: MqttSocket) {
  const message = await client.nextOf('publish')
  if (message.qos === 1) client.sendPacket({ cmd: 'puback', messageId: message.messageId! })
  if (message.qos === 2) {
    client.sendPacket({ cmd: 'pubrec', messageId: message.messageId! })
    expect((await client.nextOf('pubrel')).messageId).toBe(message.messageId)
    client.sendPacket({ cmd: 'pubcomp', messageId: message.messageId! })
  }
  return {
    topic: message.topic,
    payload: message.payload.toString(),
    qos: message.qos,
    retain: message.retain,
  }
}

/** Nothing more is on its way: a PINGRESP comes next. */
async function expectSilence(client: MqttSocket): Promise<void> {
  client.sendPacket({ cmd: 'pingreq' })
  expect((await client.next()).cmd).toBe('pingresp')
}

async function leave(client: MqttSocket): Promise<void> {
  client.sendPacket({ cmd: 'disconnect' })
  await client.closed()
}

describe('section 4.3: quality of service', () => {
  const levels: [Qos, Qos, Qos][] = [0, 1, 2].flatMap((sent) =>
    [0, 1, 2].map((granted) => [sent, granted, Math.min(sent, granted)] as [Qos, Qos, Qos]),
  )

  test.each(levels)(
    'published with %i and granted %i a message arrives with %i',
    async (sent, granted, arrives) => {
      const topic = `qos/${sent}/${granted}`
      const listener = await house.client({ clientId: newId() })
      expect(await subscribe(listener, [topic, granted])).toEqual([granted])
      const speaker = await house.client({ clientId: newId() })
      await publish(speaker, topic, 'hello', sent)
      expect(await receive(listener)).toEqual({ topic, payload: 'hello', qos: arrives, retain: false })
      await expectSilence(listener)
    },
  )

  test('a QoS 2 message that is sent twice arrives once', async () => {
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, ['twice', 2])
    const speaker = await house.client({ clientId: newId() })
    speaker.send(publishPacket('twice', 'x', { qos: 2, packetId: 3 }))
    await speaker.nextOf('pubrec')
    speaker.send(publishPacket('twice', 'x', { qos: 2, packetId: 3, dup: true }))
    await speaker.nextOf('pubrec')
    speaker.sendPacket({ cmd: 'pubrel', messageId: 3 })
    await speaker.nextOf('pubcomp')
    await receive(listener)
    await expectSilence(listener)
  })

  test('messages of one topic arrive in the order they were published', async () => {
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, ['order', 1])
    const speaker = await house.client({ clientId: newId() })
    for (let i = 1; i <= 200; i++) speaker.send(publishPacket('order', String(i), { packetId: i }))
    for (let i = 1; i <= 200; i++) expect((await receive(listener)).payload).toBe(String(i))
  })
})

describe('section 3.1: connect', () => {
  test('a clean session is not present, a kept one is, and a clean one ends it [MQTT-3.2.2-1] to [MQTT-3.2.2-3]', async () => {
    const clientId = newId()
    const present: boolean[] = []
    for (const clean of [false, false, true, false]) {
      const client = await house.socket()
      client.send(connectPacket({ clientId, clean }))
      present.push((await client.nextOf('connack')).sessionPresent)
      await subscribe(client, ['kept', 1])
      await leave(client)
    }
    expect(present).toEqual([false, true, false, false])
  })

  test('a kept session receives what it missed, with QoS 1 and 2 and in order [MQTT-4.5.0-1]', async () => {
    const clientId = newId()
    const listener = await house.client({ clientId, clean: false })
    await subscribe(listener, ['missed/#', 2])
    await leave(listener)
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'missed/0', 'zero', 0)
    await publish(speaker, 'missed/1', 'one', 1)
    await publish(speaker, 'missed/2', 'two', 2)
    const again = await house.client({ clientId, clean: false })
    expect((await receive(again)).payload).toBe('one')
    expect((await receive(again)).payload).toBe('two')
    await expectSilence(again)
  })

  test('what was not acknowledged comes again on reconnect, with its packet id [MQTT-4.4.0-1]', async () => {
    const clientId = newId()
    const listener = await house.client({ clientId, clean: false })
    await subscribe(listener, ['again', 1])
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'again', 'x', 1)
    const first = await listener.nextOf('publish')
    listener.end()
    const second = await house.client({ clientId, clean: false })
    expect(await second.nextOf('publish')).toMatchObject({ topic: 'again', messageId: first.messageId })
  })

  test('a clean session forgets its subscriptions [MQTT-3.1.2-6]', async () => {
    const clientId = newId()
    const before = await house.client({ clientId, clean: true })
    await subscribe(before, ['forgotten', 1])
    await leave(before)
    const after = await house.client({ clientId, clean: false })
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'forgotten', 'x', 1)
    await expectSilence(after)
  })
})

describe('section 3.1.2.5: wills', () => {
  test.each([0, 1, 2] as const)('a lost connection publishes its will with QoS %i', async (qos) => {
    const topic = `will/${qos}`
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, [topic, 2])
    const lost = await house.client({ clientId: newId(), will: { topic, payload: 'gone', qos } })
    await eventually(() => house.broker.stats().connections >= 2)
    lost.end()
    expect(await receive(listener)).toEqual({ topic, payload: 'gone', qos, retain: false })
  })

  test('a malformed packet publishes the will as well', async () => {
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, ['will/bad', 0])
    const bad = await house.client({ clientId: newId(), will: { topic: 'will/bad', payload: 'gone' } })
    bad.send(Buffer.from([0xf0, 0]))
    expect((await receive(listener)).payload).toBe('gone')
  })

  test('DISCONNECT discards it [MQTT-3.14.4-3]', async () => {
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, ['will/discarded', 0])
    const polite = await house.client({
      clientId: newId(),
      will: { topic: 'will/discarded', payload: 'gone' },
    })
    await leave(polite)
    await expectSilence(listener)
  })

  test('a retained will is retained [MQTT-3.1.2-17]', async () => {
    const lost = await house.client({
      clientId: newId(),
      will: { topic: 'will/retained', payload: 'gone', retain: true },
    })
    lost.end()
    const listener = await house.client({ clientId: newId() })
    await eventually(async () => {
      await subscribe(listener, ['will/retained', 0])
      listener.sendPacket({ cmd: 'pingreq' })
      return (await listener.next()).cmd === 'publish'
    })
  })
})

describe('section 3.3.1.3: retained messages', () => {
  test('are sent to new subscriptions with the flag set, to old ones without it [MQTT-3.3.1-8], [MQTT-3.3.1-9]', async () => {
    const old = await house.client({ clientId: newId() })
    await subscribe(old, ['retained/a', 1])
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'retained/a', 'x', 1, true)
    expect(await receive(old)).toMatchObject({ retain: false })
    const young = await house.client({ clientId: newId() })
    await subscribe(young, ['retained/+', 1])
    expect(await receive(young)).toEqual({ topic: 'retained/a', payload: 'x', qos: 1, retain: true })
  })

  test('are replaced by the next, and removed by an empty one [MQTT-3.3.1-5], [MQTT-3.3.1-10]', async () => {
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'replaced', 'first', 1, true)
    await publish(speaker, 'replaced', 'second', 1, true)
    const reader = await house.client({ clientId: newId() })
    await subscribe(reader, ['replaced', 0])
    expect((await receive(reader)).payload).toBe('second')
    await publish(speaker, 'replaced', '', 1, true)
    const late = await house.client({ clientId: newId() })
    await subscribe(late, ['replaced', 0])
    await expectSilence(late)
  })

  test('a message without the flag does not replace one [MQTT-3.3.1-12]', async () => {
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'kept-one', 'retained', 1, true)
    await publish(speaker, 'kept-one', 'passing', 1)
    const reader = await house.client({ clientId: newId() })
    await subscribe(reader, ['kept-one', 0])
    expect((await receive(reader)).payload).toBe('retained')
  })
})

describe('section 4.7: topic names and filters', () => {
  const matches: [string, string, boolean][] = [
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/#', 'sport', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '/finance', true],
    ['a//b', 'a/b', false],
    ['a/+/b', 'a//b', true],
    ['ACCOUNTS', 'Accounts', false],
    ['with space', 'with space', true],
    ['température', 'température', true],
    ['$other/#', '$other/a', true],
    ['#', '$other/a', false],
    ['+/a', '$other/a', false],
    ['__proto__/+', '__proto__/constructor', true],
  ]

  test.each(matches)('%s and %s match: %p', async (filter, topic, isMatch) => {
    const listener = await house.client({ clientId: newId() })
    await subscribe(listener, [filter, 0])
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, topic, 'x', 1)
    await publish(speaker, topic, 'x', 1)
    if (isMatch) expect((await receive(listener)).topic).toBe(topic)
    else await expectSilence(listener)
    listener.end()
  })
})

describe('section 3.8 and 3.10: subscribe and unsubscribe', () => {
  test('each filter is answered in order [MQTT-3.9.3-1]', async () => {
    const client = await house.client({ clientId: newId() })
    expect(await subscribe(client, ['s/a', 2], ['s/b', 0], ['s/c', 1])).toEqual([2, 0, 1])
  })

  test('the same filter again replaces the first [MQTT-3.8.4-3]', async () => {
    const client = await house.client({ clientId: newId() })
    await subscribe(client, ['again/sub', 0])
    await subscribe(client, ['again/sub', 1])
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'again/sub', 'x', 1)
    expect((await receive(client)).qos).toBe(1)
    await expectSilence(client)
  })

  test('UNSUBSCRIBE is answered, and ends delivery [MQTT-3.10.4-2], [MQTT-3.10.4-4]', async () => {
    const client = await house.client({ clientId: newId() })
    await subscribe(client, ['u/a', 1], ['u/b', 1])
    client.sendPacket({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: ['u/a', 'u/never'] })
    expect(await client.nextOf('unsuback')).toMatchObject({ messageId: 9 })
    const speaker = await house.client({ clientId: newId() })
    await publish(speaker, 'u/a', 'x', 1)
    await publish(speaker, 'u/b', 'x', 1)
    expect((await receive(client)).topic).toBe('u/b')
    await expectSilence(client)
  })

  test('PINGREQ is answered with PINGRESP [MQTT-3.12.4-1]', async () => {
    await expectSilence(await house.client({ clientId: newId() }))
  })

  test('a message comes back to who published it, if that one subscribed', async () => {
    const client = await house.client({ clientId: newId() })
    await subscribe(client, ['echo', 1])
    await publish(client, 'echo', 'x', 1)
    expect((await receive(client)).payload).toBe('x')
  })
})
