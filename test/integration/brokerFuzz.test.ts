import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eventually } from '../support/eventually.ts'
import { connectBytes, field, frame, u16 } from '../support/mqttBytes.ts'
import { type MqttSocket, publishPacket } from '../support/mqttSocket.ts'
import { permissiveAuthorization } from '../support/permissiveAuthorization.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

/** Bounded and reproducible: the same sessions every time, another seed finds others. */
const SESSIONS = { seed: 20_261_120, numRuns: 150, endOnFailure: true }

const houses: { house: TestBroker; healthy: MqttSocket }[] = []

beforeAll(async () => {
  for (const authorization of [undefined, permissiveAuthorization]) {
    const house = await createTestBroker({
      ...(authorization ? { authorization } : {}),
      limits: { lingerMs: 50, sweepMs: 20 },
    })
    houses.push({ house, healthy: await house.client({ clientId: 'healthy' }) })
  }
})

afterAll(() => Promise.all(houses.map(({ house }) => house.close())))

const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
const topic = fc.oneof(
  fc.constantFrom(
    'v1/dev-1/vitals',
    'v1/dev-1/status',
    'v1/dev-1/errors',
    '#',
    '+/+',
    '$SYS/#',
    '',
    '/',
    '__proto__',
    'a//b',
  ),
  fc.string({ maxLength: 20 }),
)
const packetId = fc.constantFrom(0, 1, 2, 7, 65_535)
const payload = fc.uint8Array({ maxLength: 60 })

/** Packets that are nearly right: right types and fields, wrong flags, ids and order now and then. */
const packet = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(0x30, 0x31, 0x32, 0x34, 0x3a, 0x3c, 0x36), topic, packetId, payload)
      .map(([first, name, id, rest]) =>
        frame(first, field(name), first & 6 ? u16(id) : Buffer.alloc(0), rest),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(0x40, 0x50, 0x62, 0x70, 0x60), packetId)
      .map(([first, id]) => frame(first, u16(id))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(packetId, fc.array(fc.tuple(topic, fc.integer({ min: 0, max: 3 })), { maxLength: 4 }))
      .map(([id, filters]) =>
        frame(0x82, u16(id), ...filters.flatMap(([name, qos]) => [field(name), Uint8Array.of(qos)])),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(packetId, fc.array(topic, { maxLength: 3 }))
      .map(([id, filters]) => frame(0xa2, u16(id), ...filters.map(field))),
  },
  { weight: 1, arbitrary: fc.constantFrom(frame(0xc0), frame(0xe0), connectBytes()) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 0, max: 255 }), payload).map(([first, body]) => frame(first, body)),
  },
  { weight: 1, arbitrary: noise },
)

const session = fc.record({
  connect: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(connectBytes(), connectBytes({ flags: 0xc0 })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
        const bytes = connectBytes({
          flags: 0xc6,
          rest: [field('v1/dev-1/status'), field('gone'), field('dev-1'), field('token')],
        })
        bytes[at % bytes.length] = byte
        return bytes
      }),
    },
    { weight: 1, arbitrary: noise },
  ),
  packets: fc.array(packet, { maxLength: 12 }),
  /** Where the stream is cut into writes. */
  cuts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
  leavesAtOnce: fc.boolean(),
})

test.each([
  ['devices may do what devices may', 0],
  ['everybody may do everything', 1],
] as const)('random sessions harm nobody else where %s', async (_name, which) => {
  const { house, healthy } = houses[which]!
  let packetId = 0
  await fc.assert(
    fc.asyncProperty(session, async ({ connect, packets, cuts, leavesAtOnce }) => {
      const client = await house.socket()
      let rest = Buffer.concat([connect, ...packets])
      for (const cut of cuts) {
        client.send(rest.subarray(0, cut))
        rest = rest.subarray(cut)
        await new Promise((resolve) => setImmediate(resolve))
      }
      client.send(rest)
      if (leavesAtOnce) client.end()
      packetId = (packetId % 65_535) + 1
      healthy.send(publishPacket('v1/healthy/vitals', 'x', { packetId }))
      expect(await healthy.nextOf('puback')).toMatchObject({ messageId: packetId })
      client.end()
    }),
    SESSIONS,
  )
  await eventually(() => house.broker.stats().connections === 1)
  healthy.sendPacket({ cmd: 'pingreq' })
  await healthy.nextOf('pingresp')
})

test('ten thousand random bytes at a time, before and after CONNECT', async () => {
  const { house } = houses[0]!
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 5000, maxLength: 10_000 }),
      fc.boolean(),
      async (bytes, first) => {
        const client = await house.socket()
        if (first) client.send(connectBytes())
        client.send(bytes)
        client.socket.end()
        await client.closed()
      },
    ),
    { ...SESSIONS, numRuns: 60 },
  )
})
