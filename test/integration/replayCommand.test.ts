/** `vitalgate replay` against a whole gateway: what a recording becomes in the journal. */
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { QUALITY } from '../../devices/quality.ts'
import { vitalNamed } from '../../devices/vitals.ts'
import type { Entry } from '../../gateway/journal/entry.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'
import { vitalgate } from '../support/vitalgate.ts'

const START = '2026-11-20T12:00:00.000Z'
const OXIMETRY = ['--map', 'SpO2 5=oxygenSaturation:%', '--map', 'Pulse 5=heartRate:/min']
const folder = temporaryFolder()
let house: TestGateway

beforeAll(async () => {
  house = await createTestGateway()
})
afterAll(() => house.close())

function csv(name: string, lines: readonly string[]): string {
  const file = join(folder, name)
  writeFileSync(file, lines.join('\r\n'))
  return file
}

async function replay(...args: string[]) {
  const env = { DATA_DIR: house.dataDir, MQTT_PORT: String(house.gateway.mqttPort) }
  const { exitCode, stdout, stderr } = await vitalgate(['replay', ...args, '--json'], { env })
  const json = (text: string) => (text === '' ? null : JSON.parse(text))
  return { exitCode, report: json(stdout), error: json(stderr)?.error }
}

async function messagesOf(deviceId: string) {
  const entries: Entry[] = await house.gateway.reader.entriesAfter(0, 10_000)
  return entries.flatMap((entry) =>
    entry.kind === 'message' && entry.message.deviceId === deviceId ? [entry.message] : [],
  )
}

/** Like the oximetry recordings of the University of Washington: BOM, ragged rows, a remark at the end. */
const oximetry = () =>
  csv('oximetry.csv', [
    '\uFEFFTime,SpO2 5,Pulse 5,ECG 3,,',
    ...Array.from({ length: 120 }, (_, i) => {
      const second = String(i % 60).padStart(2, '0')
      return ` 09:${25 + Math.floor(i / 60)}:${second},${97 + (i % 3)},${57 + (i % 5)},,            AS AO,,1,2`
    }),
    'Collection Halted,,,,,',
  ])

test('every row of a recording is stored exactly once, however often it is replayed', async () => {
  const args = [oximetry(), '--device', 'oximeter-5', '--register', ...OXIMETRY, '--rate', '1']
  const first = await replay(...args, '--speed', '600', '--start', START)
  expect(first).toMatchObject({
    exitCode: 0,
    report: {
      rows: 121,
      messages: { sent: 120, acknowledged: 120, refused: 0, outstanding: 0 },
      readings: { oxygenSaturation: 120, heartRate: 120 },
      textRows: 1,
      text: [{ line: 122, column: 1, header: 'Time' }],
      firstAt: START,
    },
  })
  const stored = await messagesOf('oximeter-5')
  expect(stored.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 120 }, (_, i) => i))
  expect(stored.flatMap(({ readings }) => readings)).toHaveLength(240)
  expect(stored.at(-1)!.atMs - stored[0]!.atMs).toBe(Math.floor(119_000 / 600))

  const second = await replay(...args, '--speed', '600', '--start', START)
  expect(second.report.messages).toEqual(first.report.messages)
  expect(await messagesOf('oximeter-5')).toEqual(stored)
})

test('the token of a device registered for a recording is kept where only its owner reads it', async () => {
  await replay(oximetry(), '--device', 'oximeter-6', '--register', ...OXIMETRY, '--speed', '6000')
  expect(statSync(join(house.dataDir, 'replayed.json')).mode & 0o777).toBe(0o600)
})

test('with --start now nothing is measured before the replay began or ahead of the clock', async () => {
  const beganMs = Date.now()
  await replay(
    oximetry(),
    '--device',
    'oximeter-7',
    '--register',
    ...OXIMETRY,
    '--speed',
    '600',
    '--start',
    'now',
  )
  const stored = await messagesOf('oximeter-7')
  expect(stored).toHaveLength(120)
  for (const { atMs, receivedAtMs } of stored) {
    expect(atMs).toBeGreaterThanOrEqual(beganMs)
    expect(atMs).toBeLessThanOrEqual(receivedAtMs)
  }
})

test('zero is kept as no signal, blank is nothing at all', async () => {
  const file = csv('monitor.csv', [
    'minute,HR,SpO2,NBPSys,NBPDias',
    '0,0,0,,',
    '1,62.8,97,121,70',
    '2,57.8,,119,',
    '3,,,,',
  ])
  const { report } = await replay(
    ...[file, '--device', 'monitor-1', '--register', '--speed', '6000', '--map', 'HR=heartRate:/min'],
    ...['--map', 'SpO2=oxygenSaturation:%', '--map', 'NBPSys=systolicBloodPressure:mm[Hg]'],
    ...['--map', 'NBPDias=diastolicBloodPressure:mm[Hg]'],
  )
  expect(report).toMatchObject({ rows: 4, noSignal: 2, absent: 8, halfPairs: 1, messages: { sent: 3 } })
  const stored = await messagesOf('monitor-1')
  const readings = stored.map(({ readings }) =>
    readings.map(({ vitalCode, value, quality }) => [vitalCode, value, quality]),
  )
  const code = (vital: string) => vitalNamed(vital)!.code
  expect(readings).toEqual([
    [
      [code('heartRate'), 0, QUALITY.noSignal],
      [code('oxygenSaturation'), 0, QUALITY.noSignal],
    ],
    [
      [code('heartRate'), 628, QUALITY.unstated],
      [code('oxygenSaturation'), 970, QUALITY.unstated],
      [code('systolicBloodPressure'), 1210, QUALITY.unstated],
      [code('diastolicBloodPressure'), 700, QUALITY.unstated],
    ],
    [[code('heartRate'), 578, QUALITY.unstated]],
  ])
})

test('what the gateway refuses is reported with its reason and without the value', async () => {
  const file = csv('odd.csv', ['HR', '60', '987', '61'])
  const { exitCode, report } = await replay(
    file,
    '--device',
    'odd-1',
    '--register',
    '--map',
    'HR=heartRate:/min',
    '--speed',
    '100',
  )
  expect(exitCode).toBe(0)
  expect(report.messages).toEqual({ sent: 3, acknowledged: 3, refused: 1, outstanding: 0 })
  expect(report.refusals).toEqual({ 'readings[0].value: allowed 1 to 350 /min': 1 })
})

test.each([
  ['a file that is not there', ['nowhere.csv', '--map', 'HR=heartRate:/min'], 1, 'file'],
  ['a vital that does not exist', ['FILE', '--map', 'HR=pulse:/min'], 2, '--map'],
  ['a column that does not exist', ['FILE', '--map', 'Heart=heartRate:/min'], 2, '--map'],
  [
    'a start in the future',
    ['FILE', '--map', 'HR=heartRate:/min', '--start', '2999-01-01T00:00:00Z'],
    2,
    '--start',
  ],
  ['a wrong token', ['FILE', '--map', 'HR=heartRate:/min', '--token', 'wrong'], 1, '--url'],
])('%s is an error that names it', async (_, args, exitCode, field) => {
  const file = csv('one.csv', ['HR', '60'])
  const given = args.map((arg) => (arg === 'FILE' ? file : arg))
  const outcome = await replay(...given, '--device', 'oximeter-5')
  expect(outcome).toMatchObject({ exitCode, report: null, error: { facts: { field } } })
})

test('a device of which no token is known is not taken over', async () => {
  await house.gateway.store.devices.register({ id: 'bed-7', kind: 'device' })
  const file = csv('one.csv', ['HR', '60'])
  const outcome = await replay(file, '--device', 'bed-7', '--register', '--map', 'HR=heartRate:/min')
  expect(outcome).toMatchObject({ exitCode: 1, error: { code: 'conflict' } })
})
