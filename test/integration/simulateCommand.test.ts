/** `vitalgate simulate` against a whole gateway: every dialect arrives and is understood. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eventually } from '../support/eventually.ts'
import { ROOT } from '../support/sourceFiles.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'
import { vitalgate } from '../support/vitalgate.ts'

const folder = temporaryFolder()
let house: TestGateway

beforeAll(async () => {
  house = await createTestGateway()
})
afterAll(() => house.close())

const env = () => ({ DATA_DIR: house.dataDir, MQTT_PORT: String(house.gateway.mqttPort) })

async function simulate(...args: string[]) {
  const { exitCode, stdout, stderr } = await vitalgate(['simulate', ...args], { env: env() })
  return { exitCode, report: stdout === '' ? null : JSON.parse(stdout), stderr }
}

async function storedDevices(): Promise<Set<string>> {
  const entries = await house.gateway.reader.entriesAfter(0, 100_000)
  return new Set(entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.deviceId] : [])))
}

test('ten wearables speak all dialects: all of it acknowledged, stored, nothing refused', async () => {
  const { exitCode, report } = await simulate(
    '--devices',
    '10',
    '--duration',
    '4s',
    '--speed',
    '40',
    '--json',
  )
  expect(exitCode).toBe(0)
  expect(report).toMatchObject({ devices: 10, connected: 10, refused: 0, outstanding: 0, overflowed: 0 })
  expect(report.sent).toBeGreaterThan(100)
  expect(report.acknowledged).toBe(report.sent)
  const ids = Array.from({ length: 9 }, (_, i) => `sim-00${i + 1}`)
  expect([...(await storedDevices())].sort()).toEqual([...ids, 'sim-010-band'].sort())
  const { entries } = await house.gateway.reader.quarantine({
    deviceId: null,
    beforePosition: null,
    limit: 10,
  })
  expect(entries).toEqual([])
})

test('tokens are kept for the next run, where only their owner reads them', async () => {
  const file = join(house.dataDir, 'simulated.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  const { exitCode } = await simulate('--devices', '2', '--duration', '100ms', '--json')
  expect(exitCode).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('a credentials file simulates devices that were registered elsewhere', async () => {
  const { token } = await house.gateway.store.devices.register({ id: 'bed-3', kind: 'device' })
  const file = join(folder, 'credentials.json')
  writeFileSync(file, JSON.stringify([{ id: 'bed-3', token, kind: 'oximeter', intervalMs: 100 }]))
  const { report } = await simulate('--credentials', file, '--duration', '2s', '--json')
  expect(report).toMatchObject({ devices: 1, connected: 1, refused: 0 })
  expect(await storedDevices()).toContain('bed-3')
})

test('a wearable that is not let in does not keep the others out', async () => {
  const { token } = await house.gateway.store.devices.register({ id: 'bed-4', kind: 'device' })
  const file = join(folder, 'credentials.json')
  const entries = [
    { id: 'bed-4', token, kind: 'oximeter', intervalMs: 100 },
    { id: 'bed-5', token: 'wrong', kind: 'oximeter' },
  ]
  writeFileSync(file, JSON.stringify(entries))
  const { exitCode, report } = await simulate('--credentials', file, '--duration', '1s', '--json')
  expect(exitCode).toBe(0)
  expect(report).toMatchObject({ devices: 2, connected: 1 })
  writeFileSync(file, JSON.stringify(entries.slice(1)))
  const alone = await simulate('--credentials', file, '--duration', '1s', '--json')
  expect(alone.exitCode).toBe(1)
  expect(JSON.parse(alone.stderr)).toMatchObject({ error: { code: 'upstreamUnavailable' } })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly, with its summary', async (signal) => {
  const before = await house.gateway.reader.lastPosition()
  const child = spawn(
    process.execPath,
    [join(ROOT, 'gateway', 'cli', 'main.ts'), 'simulate', '--devices', '1', '--speed', '20', '--json'],
    { env: { PATH: process.env.PATH, ...env() }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = once(child, 'close')
  const printed = text(child.stdout)
  await eventually(async () => (await house.gateway.reader.lastPosition()) > before)
  child.kill(signal)
  expect(await ended).toEqual([0, null])
  const report = JSON.parse(await printed)
  expect(report).toMatchObject({ devices: 1, connected: 1, refused: 0, outstanding: 0 })
  expect(report.sent).toBeGreaterThan(0)
})
