import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RefusedPacket } from '../../broker/refusedPacket.ts'
import { connectBytes, field, frame, remainingLength, u16 } from '../support/mqttBytes.ts'
import { type MqttSocket, publishPacket } from '../support/mqttSocket.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

/** [what is sent, its bytes, code it is counted under, return code of the CONNACK (null: none, closed)] */
type FirstPacket = [string, Uint8Array, RefusedPacket, number | null]
/** [what is sent, its bytes, code it is counted under] */
type LaterPacket = [string, Uint8Array, RefusedPacket]

const bytes = (...values: number[]) => Uint8Array.from(values)
const text = (content: string) => Buffer.from(content)
const WILL = 0xc6
const willRest = (topic: Uint8Array, message = field('gone')) => [
  topic,
  message,
  field('dev-1'),
  field('token'),
]

/** Not UTF-8, or not text in MQTT: [MQTT-1.5.3-1], [MQTT-1.5.3-2]. */
const BAD_TEXT: [string, Uint8Array][] = [
  ['U+0000', bytes(0x61, 0x00, 0x62)],
  ['U+0000 alone', bytes(0x00)],
  ['a control character', bytes(0x61, 0x1f)],
  ['a line feed', bytes(0x61, 0x0a)],
  ['DELETE', bytes(0x7f)],
  ['a lone continuation byte', bytes(0x80)],
  ['an overlong slash', bytes(0xc0, 0xaf)],
  ['an overlong U+0000', bytes(0xc0, 0x80)],
  ['a high surrogate', bytes(0xed, 0xa0, 0x80)],
  ['a low surrogate', bytes(0xed, 0xbf, 0xbf)],
  ['a surrogate pair', bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)],
  ['a cut sequence', bytes(0x61, 0xe2, 0x82)],
  ['beyond U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80)],
  ['a byte 0xff', bytes(0x64, 0xff)],
]

const FIRST: FirstPacket[] = [
  // [MQTT-3.1.0-1] CONNECT comes first
  ...(
    [
      ['PUBLISH', publishPacket('v1/dev-1/vitals', 'x')],
      ['PUBACK', frame(0x40, u16(1))],
      ['PUBREC', frame(0x50, u16(1))],
      ['PUBREL', frame(0x62, u16(1))],
      ['PUBCOMP', frame(0x70, u16(1))],
      ['SUBSCRIBE', frame(0x82, u16(1), field('a'), bytes(0))],
      ['UNSUBSCRIBE', frame(0xa2, u16(1), field('a'))],
      ['PINGREQ', frame(0xc0)],
      ['DISCONNECT', frame(0xe0)],
      ['CONNACK', frame(0x20, u16(0))],
      ['a reserved type 0', frame(0x00)],
      ['a reserved type 15', frame(0xf0)],
      ['HTTP', text('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
      ['SSH', text('SSH-2.0-OpenSSH_9.2\r\n')],
      ['one byte of something', bytes(0x47)],
    ] as [string, Uint8Array][]
  ).map(([name, sent]): FirstPacket => [`${name} first`, sent, 'notConnect', null]),
  // [MQTT-2.2.2-2] reserved flags of the fixed header
  ...[1, 2, 4, 8, 15].map(
    (flags): FirstPacket => [
      `CONNECT with header flags ${flags}`,
      connectBytes({ first: 0x10 | flags }),
      'reservedFlags',
      null,
    ],
  ),
  ['a TLS hello', bytes(0x16, 0x03, 0x01, 0x02, 0x00), 'reservedFlags', null],
  ['remaining length of five bytes', bytes(0x10, 0xff, 0xff, 0xff, 0xff, 0x01), 'remainingLength', null],
  ['remaining length that never ends', bytes(0x10, 0x80, 0x80, 0x80, 0x80, 0x80), 'remainingLength', null],
  ['a claim of 256 MiB', bytes(0x10, 0xff, 0xff, 0xff, 0x7f), 'tooLong', null],
  ['a claim of 8 KiB and one byte', Buffer.concat([bytes(0x10), remainingLength(8193)]), 'tooLong', null],
  [
    'a password of 9 KiB',
    connectBytes({ rest: [field('dev-1'), field(Buffer.alloc(9000))] }),
    'tooLong',
    null,
  ],
  // section 3.1, cut at each field
  ['CONNECT with nothing in it', frame(0x10), 'packetLength', null],
  ['half a length of the protocol name', frame(0x10, bytes(0)), 'packetLength', null],
  ['a protocol name longer than the packet', frame(0x10, u16(5), text('MQTT')), 'packetLength', null],
  ['no protocol level', frame(0x10, field('MQTT')), 'packetLength', null],
  ['no connect flags', frame(0x10, field('MQTT'), bytes(4)), 'packetLength', null],
  ['no keep alive', frame(0x10, field('MQTT'), bytes(4, 2)), 'packetLength', null],
  ['half a keep alive', frame(0x10, field('MQTT'), bytes(4, 2, 0)), 'packetLength', null],
  ['no client id', frame(0x10, field('MQTT'), bytes(4, 2), u16(0)), 'packetLength', null],
  ['a client id longer than the packet', connectBytes({ clientId: u16(900) }), 'packetLength', null],
  ['no will topic', connectBytes({ flags: 0x06, rest: [] }), 'packetLength', null],
  ['no will message', connectBytes({ flags: 0x06, rest: [field('v1/dev-1/status')] }), 'packetLength', null],
  [
    'a will message longer than the packet',
    connectBytes({ flags: 0x06, rest: [field('v1/dev-1/status'), u16(9)] }),
    'packetLength',
    null,
  ],
  ['no user name', connectBytes({ flags: 0x82, rest: [] }), 'packetLength', null], // [MQTT-3.1.2-19]
  ['no password', connectBytes({ rest: [field('dev-1')] }), 'packetLength', null], // [MQTT-3.1.2-21]
  ['half a password', connectBytes({ rest: [field('dev-1'), u16(6), text('token')] }), 'packetLength', null],
  ['a user name without its flag', connectBytes({ flags: 0x02 }), 'trailingBytes', null], // [MQTT-3.1.2-18]
  ['a password without its flag', connectBytes({ flags: 0x82 }), 'trailingBytes', null], // [MQTT-3.1.2-20]
  [
    'one byte too many',
    connectBytes({ rest: [field('dev-1'), field('token'), bytes(0)] }),
    'trailingBytes',
    null,
  ],
  // [MQTT-3.1.2-1] protocol name
  ...['mqtt', 'MQT', 'MQTTT', 'HTTP', ''].map(
    (name): FirstPacket => [
      `protocol name "${name}"`,
      connectBytes({ protocol: field(name) }),
      'protocolName',
      null,
    ],
  ),
  // [MQTT-3.1.2-2] protocol level
  ...[0, 1, 3, 5, 6, 131, 132, 255].map(
    (level): FirstPacket => [`protocol level ${level}`, connectBytes({ level }), 'protocolLevel', 1],
  ),
  ['MQTT 3.1', connectBytes({ protocol: field('MQIsdp'), level: 3 }), 'protocolLevel', 1],
  [
    'MQTT 5 with properties',
    connectBytes({ level: 5, keepAlive: Buffer.concat([u16(60), bytes(5, 0x11, 0, 0, 0, 9)]) }),
    'protocolLevel',
    1,
  ],
  // connect flags
  ['the reserved connect flag', connectBytes({ flags: 0xc3 }), 'connectFlags', null], // [MQTT-3.1.2-3]
  ['will QoS 1 without will', connectBytes({ flags: 0xca }), 'connectFlags', null], // [MQTT-3.1.2-13]
  ['will QoS 2 without will', connectBytes({ flags: 0xd2 }), 'connectFlags', null],
  ['will retain without will', connectBytes({ flags: 0xe2 }), 'connectFlags', null], // [MQTT-3.1.2-15]
  [
    'will QoS 3',
    connectBytes({ flags: 0xde, rest: willRest(field('v1/dev-1/status')) }),
    'connectFlags',
    null,
  ], // [MQTT-3.1.2-14]
  [
    'a password without user name',
    connectBytes({ flags: 0x42, rest: [field('token')] }),
    'connectFlags',
    null,
  ], // [MQTT-3.1.2-22]
  // client ids
  ['an empty client id in a clean session', connectBytes({ clientId: field('') }), 'clientId', 2],
  ['an empty client id in a kept session', connectBytes({ flags: 0xc0, clientId: field('') }), 'clientId', 2], // [MQTT-3.1.3-8]
  ...[
    'a b',
    'dev/1',
    'dev#',
    'dev+',
    '$SYS',
    '../x',
    'dév',
    'dev\u{fffd}',
    '\u{feff}dev-1',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'x'.repeat(65),
    'x'.repeat(1000),
  ].map(
    (id): FirstPacket => [
      `client id "${id.slice(0, 20)}" of ${id.length}`,
      connectBytes({ clientId: field(id), rest: [field(id), field('token')] }),
      'clientId',
      2,
    ], // [MQTT-3.1.3-9]
  ),
  ...BAD_TEXT.flatMap(([name, content]): FirstPacket[] => [
    [`client id with ${name}`, connectBytes({ clientId: field(content) }), 'text', null], // [MQTT-3.1.3-4]
    [`will topic with ${name}`, connectBytes({ flags: WILL, rest: willRest(field(content)) }), 'text', null], // [MQTT-3.1.3-10]
    [`user name with ${name}`, connectBytes({ rest: [field(content), field('token')] }), 'text', null], // [MQTT-3.1.3-11]
  ]),
  // wills
  ...['#', '+', 'v1/dev-1/#', 'v1/+/status', 'v1/dev-1/status#'].map(
    (topic): FirstPacket => [
      `will topic ${topic}`,
      connectBytes({ flags: WILL, rest: willRest(field(topic)) }),
      'will',
      null,
    ], // [MQTT-4.7.1-1]
  ),
  ['an empty will topic', connectBytes({ flags: WILL, rest: willRest(field('')) }), 'will', null], // [MQTT-4.7.3-1]
  ...['v1/dev-1/vitals', 'v1/dev-2/status', '$SYS/x/new/clients', 'v1/dev-1/status/x', '__proto__'].map(
    (topic): FirstPacket => [
      `a will on ${topic}`,
      connectBytes({ flags: WILL, rest: willRest(field(topic)) }),
      'will',
      5,
    ],
  ),
  // credentials
  ['a wrong token', connectBytes({ rest: [field('dev-1'), field('guess')] }), 'credentials', 5],
  ['an empty token', connectBytes({ rest: [field('dev-1'), field('')] }), 'credentials', 5],
  [
    'a token that is no text',
    connectBytes({ rest: [field('dev-1'), field(bytes(0xff, 0))] }),
    'credentials',
    5,
  ],
  ['no token', connectBytes({ flags: 0x82, rest: [field('dev-1')] }), 'credentials', 5],
  ['nobody', connectBytes({ flags: 0x02, rest: [] }), 'credentials', 5],
  ["another's user name", connectBytes({ rest: [field('dev-2'), field('token')] }), 'credentials', 4],
  ['an empty user name', connectBytes({ rest: [field(''), field('token')] }), 'credentials', 4],
]

const own = field('v1/dev-1/vitals')
const filter = field('v1/dev-1/errors')

const LATER: LaterPacket[] = [
  ['a second CONNECT', connectBytes(), 'secondConnect'], // [MQTT-3.1.0-2]
  ['a second CONNECT with header flags', connectBytes({ first: 0x11 }), 'secondConnect'],
  // types of the server, and reserved ones: table 2.1
  ['CONNACK', frame(0x20, u16(0)), 'packetType'],
  ['SUBACK', frame(0x90, u16(1), bytes(0)), 'packetType'],
  ['UNSUBACK', frame(0xb0, u16(1)), 'packetType'],
  ['PINGRESP', frame(0xd0), 'packetType'],
  ['type 0', frame(0x00), 'packetType'],
  ['type 15', frame(0xf0), 'packetType'],
  ['HTTP', text('hello, is this a web server?'), 'reservedFlags'],
  // [MQTT-2.2.2-2] reserved flags
  ...[1, 2, 4, 8, 15].flatMap((flags): LaterPacket[] => [
    [`PUBACK with flags ${flags}`, frame(0x40 | flags, u16(1)), 'reservedFlags'],
    [`PINGREQ with flags ${flags}`, frame(0xc0 | flags), 'reservedFlags'],
    [`DISCONNECT with flags ${flags}`, frame(0xe0 | flags), 'reservedFlags'], // [MQTT-3.14.1-1]
  ]),
  ['PUBREC with flags 2', frame(0x52, u16(1)), 'reservedFlags'],
  ['PUBCOMP with flags 2', frame(0x72, u16(1)), 'reservedFlags'],
  ...[0, 1, 3, 6, 10, 15].flatMap((flags): LaterPacket[] => [
    [`PUBREL with flags ${flags}`, frame(0x60 | flags, u16(1)), 'reservedFlags'], // [MQTT-3.6.1-1]
    [`SUBSCRIBE with flags ${flags}`, frame(0x80 | flags, u16(1), filter, bytes(0)), 'reservedFlags'], // [MQTT-3.8.1-1]
    [`UNSUBSCRIBE with flags ${flags}`, frame(0xa0 | flags, u16(1), filter), 'reservedFlags'], // [MQTT-3.10.1-1]
  ]),
  // section 2.2.3 remaining length
  ['remaining length of five bytes', bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01), 'remainingLength'],
  ['a SUBSCRIBE of 1 MiB', Buffer.concat([bytes(0x82), remainingLength(1 << 20)]), 'tooLong'],
  ['an UNSUBSCRIBE of 256 MiB', bytes(0xa2, 0xff, 0xff, 0xff, 0x7f), 'tooLong'],
  ['a PUBLISH of 256 MiB', bytes(0x30, 0xff, 0xff, 0xff, 0x7f), 'tooLong'],
  ['a PINGREQ of 256 MiB', bytes(0xc0, 0xff, 0xff, 0xff, 0x7f), 'packetLength'],
  // lengths that are fixed
  ['PINGREQ with a body', frame(0xc0, bytes(0)), 'packetLength'],
  ['DISCONNECT with a body', frame(0xe0, bytes(0)), 'packetLength'],
  ...(
    [
      ['PUBACK', 0x40],
      ['PUBREC', 0x50],
      ['PUBREL', 0x62],
      ['PUBCOMP', 0x70],
    ] as const
  ).flatMap(([name, first]): LaterPacket[] => [
    [`${name} without packet id`, frame(first), 'packetLength'],
    [`${name} with half a packet id`, frame(first, bytes(1)), 'packetLength'],
    [`${name} with three bytes`, frame(first, bytes(0, 1, 0)), 'packetLength'],
    [`${name} with packet id 0`, frame(first, u16(0)), 'packetId'], // [MQTT-2.3.1-1]
  ]),
  // PUBLISH
  ['PUBLISH with QoS 3', frame(0x36, own, u16(1)), 'qos'], // [MQTT-3.3.1-4]
  ['PUBLISH with QoS 3, DUP and retain', frame(0x3f, own, u16(1)), 'qos'],
  ['DUP with QoS 0', frame(0x38, own, text('x')), 'duplicateFlag'], // [MQTT-3.3.1-2]
  ['packet id 0 with QoS 1', frame(0x32, own, u16(0), text('x')), 'packetId'], // [MQTT-2.3.1-1]
  ['packet id 0 with QoS 2', frame(0x34, own, u16(0), text('x')), 'packetId'],
  ['packet id 0 on a topic that is passed on', frame(0x32, field('v1/dev-1/status'), u16(0)), 'packetId'],
  ['PUBLISH with nothing in it', frame(0x30), 'packetLength'],
  ['PUBLISH with half a topic length', frame(0x30, bytes(0)), 'packetLength'],
  ['a topic longer than the packet', frame(0x30, u16(20), text('v1/dev-1/vitals')), 'packetLength'],
  ['a topic of 65,535 that is not there', frame(0x30, u16(0xffff)), 'packetLength'],
  ['QoS 1 without packet id', frame(0x32, own), 'packetLength'],
  ['QoS 2 with half a packet id', frame(0x34, own, bytes(1)), 'packetLength'],
  [
    'a big PUBLISH whose topic is longer than it',
    frame(0x30, u16(0xffff), Buffer.alloc(65_534, 'a')),
    'packetLength',
  ],
  ['an empty topic', frame(0x30, field(''), text('x')), 'topic'], // [MQTT-4.7.3-1]
  ...['#', '+', 'v1/+/vitals', 'v1/dev-1/#', 'v1/dev-1/vitals#', 'a+b'].map(
    (topic): LaterPacket => [`PUBLISH on ${topic}`, frame(0x30, field(topic), text('x')), 'topic'], // [MQTT-3.3.2-2]
  ),
  ['a big PUBLISH on a wildcard', frame(0x32, field('v1/#'), u16(1), Buffer.alloc(100_000)), 'topic'],
  ['a big PUBLISH with packet id 0', frame(0x32, own, u16(0), Buffer.alloc(100_000)), 'packetId'],
  ...BAD_TEXT.map(
    ([name, content]): LaterPacket => [
      `PUBLISH on a topic with ${name}`,
      frame(0x30, field(content)),
      'text',
    ], // [MQTT-3.3.2-1]
  ),
  // SUBSCRIBE
  ['SUBSCRIBE with nothing in it', frame(0x82), 'packetLength'],
  ['SUBSCRIBE with packet id 0', frame(0x82, u16(0), filter, bytes(0)), 'packetId'],
  ['SUBSCRIBE without filter', frame(0x82, u16(1)), 'noFilter'], // [MQTT-3.8.3-3]
  ['a filter without QoS', frame(0x82, u16(1), filter), 'packetLength'],
  ['half a filter length', frame(0x82, u16(1), filter, bytes(0, 0)), 'packetLength'],
  ['a filter longer than the packet', frame(0x82, u16(1), u16(99), text('abc'), bytes(0)), 'packetLength'],
  ['an empty filter', frame(0x82, u16(1), field(''), bytes(0)), 'filter'], // [MQTT-4.7.3-1]
  ...[3, 4, 0x80, 0xff].map(
    (qos): LaterPacket => [`requested QoS ${qos}`, frame(0x82, u16(1), filter, bytes(qos)), 'requestedQos'], // [MQTT-3.8.3-4]
  ),
  [
    'a wrong QoS behind a good filter',
    frame(0x82, u16(1), filter, bytes(1), filter, bytes(3)),
    'requestedQos',
  ],
  ...['#/a', 'a#', 'a/#/b', 'a/b#', '##', 'a+', '+a', 'a/+b/c', '++', 'a/b+/c', '#+'].flatMap(
    (topic): LaterPacket[] => [
      [`SUBSCRIBE to ${topic}`, frame(0x82, u16(1), field(topic), bytes(0)), 'filter'], // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
      [`UNSUBSCRIBE from ${topic}`, frame(0xa2, u16(1), field(topic)), 'filter'],
    ],
  ),
  ...BAD_TEXT.flatMap(([name, content]): LaterPacket[] => [
    [`SUBSCRIBE to ${name}`, frame(0x82, u16(1), field(content), bytes(0)), 'text'], // [MQTT-3.8.3-1]
    [`UNSUBSCRIBE from ${name}`, frame(0xa2, u16(1), field(content)), 'text'], // [MQTT-3.10.3-1]
  ]),
  [
    'SUBSCRIBE to more levels than aedes can match',
    frame(0x82, u16(1), field('a/'.repeat(100)), bytes(0)),
    'filter',
  ],
  // UNSUBSCRIBE
  ['UNSUBSCRIBE with nothing in it', frame(0xa2), 'packetLength'],
  ['UNSUBSCRIBE with packet id 0', frame(0xa2, u16(0), filter), 'packetId'],
  ['UNSUBSCRIBE without filter', frame(0xa2, u16(1)), 'noFilter'], // [MQTT-3.10.3-2]
  ['UNSUBSCRIBE with one byte too many', frame(0xa2, u16(1), filter, bytes(0)), 'packetLength'],
]

/** [filter, return code] of a SUBSCRIBE that is sound, and granted or not. */
const FILTERS: [string, number][] = [
  ['v1/dev-1/errors', 1],
  ['v1/dev-1/config', 1],
  ['v1/dev-1/status', 1],
  ['v1/dev-1/vitals', 0x80],
  ['v1/dev-1/+', 0x80],
  ['v1/dev-1/#', 0x80],
  ['v1/+/errors', 0x80],
  ['v1/dev-2/errors', 0x80],
  ['#', 0x80],
  ['+/+/+', 0x80],
  ['$SYS/#', 0x80],
  ['$SYS/+/new/clients', 0x80],
  ['$share/group/v1/dev-1/errors', 0x80],
  ['__proto__', 0x80],
  ['constructor/#', 0x80],
  ['/', 0x80],
  ['a'.repeat(60_000), 0x80],
  ['a/'.repeat(99), 0x80],
]

/** Unusual, and allowed: the connection stays, and a PUBLISH is acknowledged where it has an id. */
const SOUND: [string, Uint8Array, number | null][] = [
  ['PUBACK of an unknown packet id', frame(0x40, u16(77)), null],
  ['PUBREC of an unknown packet id', frame(0x50, u16(77)), null],
  ['PUBCOMP of an unknown packet id', frame(0x70, u16(77)), null],
  ['UNSUBSCRIBE from what was never subscribed', frame(0xa2, u16(5), field('never')), null],
  ['an empty payload', frame(0x32, own, u16(1)), 1],
  ['packet id 65,535', frame(0x32, own, u16(0xffff), text('x')), 0xffff],
  ['a retained PUBLISH', frame(0x33, own, u16(2), text('x')), 2],
  ['a DUP that was never seen', frame(0x3a, own, u16(3), text('x')), 3],
  ['a remaining length in more bytes than needed', bytes(0xc0, 0x80, 0x00), null],
  ['a topic of a hundred and fifty levels', frame(0x32, field('v1/dev-1/'.padEnd(310, 'a/')), u16(4)), 4],
  ['a topic of prototype names', frame(0x32, field('__proto__/constructor/toString'), u16(5)), 5],
  ['a publish to $SYS', frame(0x32, field('$SYS/x/new/clients'), u16(6), text('healthy')), 6],
  ['a topic with a byte order mark', frame(0x32, field('\u{feff}v1/dev-1/vitals'), u16(7)), 7], // [MQTT-1.5.3-3]
  ['a topic outside ASCII', frame(0x32, field('v1/dev-1/température/✓/𝄞'), u16(8)), 8],
  ['the longest topic there is', frame(0x32, field('a'.repeat(0xffff)), u16(9)), 9],
]

let house: TestBroker
let healthy: MqttSocket
let packetId = 0

beforeAll(async () => {
  house = await createTestBroker()
  healthy = await house.client({ clientId: 'healthy' })
})

afterAll(() => house.close())

/** Somebody else on the same broker has not noticed a thing. */
async function expectHealth(): Promise<void> {
  packetId = (packetId % 65_535) + 1
  healthy.send(publishPacket('v1/healthy/vitals', 'x', { packetId }))
  expect(await healthy.next()).toMatchObject({ cmd: 'puback', messageId: packetId })
}

test('the corpus is large', () => {
  expect(FIRST.length + LATER.length + FILTERS.length + SOUND.length).toBeGreaterThan(250)
})

describe('instead of a good CONNECT', () => {
  test.each(FIRST)('%s', async (_name, sent, why, returnCode) => {
    house.refused.length = 0
    const client = await house.socket()
    client.send(sent)
    const answers = await client.closed()
    expect(answers.map(({ cmd }) => cmd)).toEqual(returnCode === null ? [] : ['connack'])
    if (returnCode !== null) expect(answers[0]).toMatchObject({ returnCode, sessionPresent: false })
    expect(house.refused).toEqual([why])
    await expectHealth()
  })
})

describe('once connected', () => {
  test.each(LATER)('%s closes the connection', async (_name, sent, why) => {
    house.refused.length = 0
    const taken = house.intake.messages.length
    const client = await house.client()
    client.send(sent)
    expect(await client.closed()).toEqual([])
    expect(house.refused).toEqual([why])
    expect(house.intake.messages.length).toBe(taken)
    await expectHealth()
  })

  test.each(FILTERS.map(([topic, code]) => [topic.slice(0, 40), topic, code] as const))(
    'SUBSCRIBE to %s',
    async (_name, topic, returnCode) => {
      const client = await house.client()
      client.send(frame(0x82, u16(3), field(topic), bytes(1)))
      expect(await client.next()).toMatchObject({ cmd: 'suback', messageId: 3, granted: [returnCode] })
      client.send(frame(0xc0))
      expect((await client.next()).cmd).toBe('pingresp')
      client.end()
      await expectHealth()
    },
  )

  test.each(SOUND)('%s is no reason to close', async (_name, sent, acknowledged) => {
    const client = await house.client()
    client.send(sent)
    if (acknowledged !== null) {
      expect(await client.next()).toMatchObject({ cmd: 'puback', messageId: acknowledged })
    }
    client.send(frame(0xc0))
    await client.nextOf('pingresp')
    client.end()
    await expectHealth()
  })
})
