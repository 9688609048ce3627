import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import mqtt, { type MqttClient } from 'mqtt'
import { markRepeats } from '../../devices/publisher.ts'
import type { StoredMessage } from '../../gateway/journal/entry.ts'
import { openQueries } from '../../gateway/journal/queries.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/freePort.ts'
import { type GatewayProcess, startGatewayProcess } from '../support/gatewayProcess.ts'
import { heartRate, message } from '../support/message.ts'
import { registerDevices } from '../support/registerDevices.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const KILLS = 20
const DEVICES = 8
const IN_FLIGHT = 40

const dataDir = temporaryFolder()
let gateway: GatewayProcess | null = null

afterAll(() => gateway?.kill('SIGKILL'))

/** Publishes numbered messages for ever, IN_FLIGHT at a time, and notes whose PUBACK came. */
function createPublisher(url: string, id: string, password: string, payloadOf: (n: number) => string) {
  const acknowledged = new Set<number>()
  let sent = 0
  let pending = 0
  let stopped = false
  const client: MqttClient = mqtt.connect(url, {
    clientId: id,
    username: id,
    password,
    clean: false,
    reconnectPeriod: 20,
    connectTimeout: 2000,
  })
  client.on('error', () => undefined)
  markRepeats(client)

  function publish(n: number): void {
    client.publish(`v1/${id}/vitals`, payloadOf(n), { qos: 1 }, (error) => {
      // mqtt.js gives back what it had not sent when the connection was lost again
      if (error) return void setTimeout(publish, 5, n)
      pending--
      acknowledged.add(n)
      pump()
    })
  }

  function pump(): void {
    while (!stopped && pending < IN_FLIGHT) {
      pending++
      publish(sent++)
    }
  }
  client.once('connect', pump)

  return {
    id,
    acknowledged,
    sent: () => sent,
    /** Resolves when everything sent is acknowledged. */
    async finish(): Promise<void> {
      stopped = true
      await eventually(() => pending === 0, 30_000)
      await client.endAsync()
    },
  }
}

test('killed twenty times under load, the gateway loses nothing it acknowledged and doubles nothing (promise 1)', async () => {
  const ports = { dataDir, httpPort: await freePort(), mqttPort: await freePort() }
  const ids = Array.from({ length: DEVICES }, (_, i) => `kill-${i}`)
  const tokens = await registerDevices(dataDir, ids)

  gateway = await startGatewayProcess(ports)
  const startedAtMs = Date.now()
  const publishers = ids.map((id, i) =>
    createPublisher(`mqtt://127.0.0.1:${ports.mqttPort}`, id, tokens[i], (n) =>
      // the last device has no clock and no counter: its steps tell its messages apart
      JSON.stringify(
        i === DEVICES - 1
          ? { readings: [{ vital: 'steps', value: n, unit: '{steps}' }] }
          : message(n, startedAtMs + n, heartRate(60 + (n % 40))),
      ),
    ),
  )
  const total = () => publishers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)

  for (let kill = 0; kill < KILLS; kill++) {
    const before = total()
    // under load, and at a moment that differs from round to round
    await eventually(() => total() > before + 200 + 97 * kill, 30_000)
    await gateway.kill('SIGKILL')
    gateway = await startGatewayProcess(ports)
  }
  await Promise.all(publishers.map((publisher) => publisher.finish()))
  await gateway.kill('SIGTERM')
  gateway = null

  const queries = openQueries(join(dataDir, 'journal.db'))
  expect(queries.quickCheck()).toBe('ok')
  const stored = new Map<string, number[]>(publishers.map(({ id }) => [id, []]))
  let position = 0
  for (;;) {
    const entries = queries.entriesAfter(position, 5000)
    if (entries.length === 0) break
    for (const entry of entries) {
      expect(entry.kind).toBe('message')
      const { message: found } = entry as { message: StoredMessage }
      expect(found.position).toBe(++position)
      stored.get(found.deviceId)!.push(found.untimed ? found.readings[0].value : found.sequence)
    }
  }
  expect(total()).toBeGreaterThan(KILLS * 200)
  for (const { id, acknowledged, sent } of publishers) {
    const found = stored.get(id)!
    const distinct = new Set(found)
    expect({ id, doubled: found.length - distinct.size }).toEqual({ id, doubled: 0 })
    expect({ id, lost: [...acknowledged].filter((n) => !distinct.has(n)) }).toEqual({ id, lost: [] })
    expect({ id, invented: found.filter((n) => n < 0 || n >= sent()) }).toEqual({ id, invented: [] })
    expect(acknowledged.size).toBe(sent())
  }
}, 180_000)
