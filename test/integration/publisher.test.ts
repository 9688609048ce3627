import { afterEach, describe, expect, test } from '@jest/globals'
import { createPublisher, type Publisher } from '../../devices/publisher.ts'
import { eventually } from '../support/eventually.ts'
import {
  type RecordingBroker,
  type RecordingBrokerOptions,
  recordingBroker,
} from '../support/recordingBroker.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(
  brokerOptions: RecordingBrokerOptions = {},
  publisherOptions: Partial<Parameters<typeof createPublisher>[0]> = {},
): Promise<{ broker: RecordingBroker; publisher: Publisher }> {
  const broker = await recordingBroker(brokerOptions)
  closing.push(() => broker.close())
  const publisher = await createPublisher({
    url: broker.url,
    id: 'w-1',
    token: 'secret',
    reconnectMs: 20,
    ...publisherOptions,
  })
  closing.push(() => publisher.close(100))
  return { broker, publisher }
}

const message = (n: number) => Buffer.from(`message ${n}`)
const texts = (broker: RecordingBroker) => broker.received.map(({ payload }) => payload.toString())

describe('a publisher', () => {
  test('counts a message as acknowledged when its PUBACK is here, and not before', async () => {
    const { broker, publisher } = await start()
    broker.holdAcks(true)
    await publisher.publish('v1/w-1/vitals', message(1))
    await eventually(() => broker.received.length === 1)
    expect(publisher.counts).toEqual({ sent: 1, acknowledged: 0, refused: 0 })
    broker.holdAcks(false)
    await eventually(() => publisher.counts.acknowledged === 1)
    expect(publisher.outstanding).toBe(0)
  })

  test('keeps no more in flight than it may, and makes the caller wait', async () => {
    const { broker, publisher } = await start({}, { maxInFlight: 3 })
    broker.holdAcks(true)
    let started = 0
    for (let n = 0; n < 5; n++) void publisher.publish('v1/w-1/vitals', message(n)).then(() => started++)
    await eventually(() => broker.received.length === 3)
    expect(started).toBe(3)
    expect(broker.received).toHaveLength(3)
    expect(publisher.counts.sent).toBe(3)
    expect(publisher.outstanding).toBe(5)
    broker.holdAcks(false)
    await eventually(() => publisher.counts.acknowledged === 5)
    expect(texts(broker)).toEqual(['message 0', 'message 1', 'message 2', 'message 3', 'message 4'])
  })

  test('sends again after a lost connection what was not acknowledged, marked as a repeat', async () => {
    const { broker, publisher } = await start({}, { maxInFlight: 4 })
    broker.holdAcks(true)
    for (let n = 0; n < 10; n++) void publisher.publish('v1/w-1/vitals', message(n))
    await eventually(() => broker.received.length === 4)
    broker.holdAcks(false)
    const before = broker.received.length
    broker.cut()
    await eventually(() => publisher.counts.acknowledged === 10)
    expect(publisher.counts.sent).toBe(10)
    expect(new Set(texts(broker)).size).toBe(10)
    const seen = new Set<string>()
    for (const { payload, dup } of broker.received) {
      expect(dup).toBe(seen.has(payload.toString()))
      seen.add(payload.toString())
    }
    expect(broker.received.length).toBeGreaterThanOrEqual(before)
  })

  test('loses nothing when connections are cut again and again', async () => {
    const { broker, publisher } = await start({}, { maxInFlight: 8 })
    for (let n = 0; n < 400; n++) {
      await publisher.publish('v1/w-1/vitals', message(n))
      if (n % 50 === 25) broker.cut()
    }
    await eventually(() => publisher.counts.acknowledged === 400)
    expect(new Set(texts(broker)).size).toBe(400)
    expect(publisher.counts.sent).toBe(400)
  })

  test('counts what the gateway refuses and hands on the report', async () => {
    const reports: unknown[] = []
    const { publisher } = await start(
      { refuse: ({ payload }) => (payload.toString() === 'message 1' ? { code: 'notJson' } : null) },
      { onRefused: (report) => reports.push(JSON.parse(Buffer.from(report).toString())) },
    )
    for (let n = 0; n < 3; n++) await publisher.publish('v1/w-1/vitals', message(n))
    expect(await publisher.close(5000)).toBe(0)
    expect(publisher.counts).toEqual({ sent: 3, acknowledged: 3, refused: 1 })
    expect(reports).toEqual([{ code: 'notJson' }])
  })

  test('closing waits for the last PUBACK, and says what never came', async () => {
    const { broker, publisher } = await start()
    broker.holdAcks(true)
    await publisher.publish('v1/w-1/vitals', message(1))
    await eventually(() => broker.received.length === 1)
    expect(await publisher.close(50)).toBe(1)
    expect(publisher.counts.acknowledged).toBe(0)

    const patient = await start()
    patient.broker.holdAcks(true)
    await patient.publisher.publish('v1/w-1/vitals', message(2))
    await eventually(() => patient.broker.received.length === 1)
    const closed = patient.publisher.close(5000)
    patient.broker.holdAcks(false)
    expect(await closed).toBe(0)
    expect(patient.publisher.counts.acknowledged).toBe(1)
  })

  test('a wrong token is an error at once, not an endless attempt', async () => {
    const broker = await recordingBroker({ passwords: { 'w-1': 'right' } })
    closing.push(() => broker.close())
    await expect(createPublisher({ url: broker.url, id: 'w-1', token: 'wrong' })).rejects.toThrow(
      /refused|authorized/i,
    )
  })

  test('a gateway that is not there is an error at once', async () => {
    const broker = await recordingBroker()
    await broker.close()
    await expect(createPublisher({ url: broker.url, id: 'w-1', token: 'secret' })).rejects.toThrow()
  })
})
