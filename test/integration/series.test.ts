import { afterAll, beforeAll, expect } from '@jest/globals'
import { eventually } from '../support/eventually.ts'
import { createInfluxd, type Influxd } from '../support/influxd.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { requires } from '../support/requires.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

const influx = requires('influxd')
const startedAtMs = Date.now() - 60_000

influx.describe('the time series', () => {
  let influxd: Influxd
  let house: TestGateway

  beforeAll(async () => {
    influxd = await createInfluxd(influx.path)
    await influxd.start()
    house = await createTestGateway({ INFLUX_URL: influxd.url })
  }, 60_000)

  afterAll(async () => {
    await house?.close()
    await influxd?.close()
  })

  async function publish(from: number, to: number): Promise<void> {
    const device = await house.connectDevice('series-1')
    await Promise.all(
      Array.from({ length: to - from }, (_, i) => {
        const payload = message(
          from + i,
          startedAtMs + (from + i) * 10,
          heartRate(60.5 + i),
          oxygenSaturation(97),
        )
        return device.publishAsync('v1/series-1/vitals', JSON.stringify(payload), { qos: 1 })
      }),
    )
    await device.endAsync()
  }

  async function count(vital: string): Promise<number> {
    const [row] = await influxd.rows(`SELECT count(value) FROM ${vital}`)
    return (row?.[1] as number | undefined) ?? 0
  }

  async function seriesState(): Promise<{ ok: boolean; detail: string }> {
    const { parts } = (await house.json('/readyz')) as {
      parts: { name: string; ok: boolean; detail: string }[]
    }
    return parts.find(({ name }) => name === 'follower series')!
  }

  influx.test('holds every reading as a decimal number in its unit, at its measured time', async () => {
    await publish(0, 20)
    await eventually(async () => (await count('heartRate')) === 20)
    const [[time, value, unit, device]] = await influxd.rows(
      'SELECT value, unit, device FROM heartRate LIMIT 1',
    )
    expect([value, unit, device]).toEqual([60.5, '/min', 'series-1'])
    expect(Math.floor(Date.parse(time as string))).toBe(startedAtMs)
  })

  influx.test(
    'is filled once after InfluxDB was down, with the gateway restarted meanwhile; ingest never noticed (promise 3)',
    async () => {
      await influxd.stop()
      await publish(20, 60)
      await eventually(async () => !(await seriesState()).ok)
      await house.restart()
      await publish(60, 100)
      expect((await house.json('/readyz')).status).toBe('ready')
      await influxd.start()
      await eventually(async () => (await count('heartRate')) === 100, 45_000)
      await eventually(async () => (await seriesState()).ok)
      expect(await count('oxygenSaturation')).toBe(100)
    },
    90_000,
  )

  influx.test('written again from the beginning, holds no point twice', async () => {
    await house.gateway.store.cursors.write('series', 0)
    await house.restart()
    const end = house.gateway.store.cursors
    await eventually(async () => (await end.read('series')) === 100)
    expect(await count('heartRate')).toBe(100)
  })
})
