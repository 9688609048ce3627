import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { connectAsync } from 'mqtt'
import { openQueries } from '../../gateway/journal/queries.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/freePort.ts'
import { type GatewayProcess, startGatewayProcess } from '../support/gatewayProcess.ts'
import { heartRate, message } from '../support/message.ts'
import { registerDevices } from '../support/registerDevices.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const dataDir = temporaryFolder()
let gateway: GatewayProcess | null = null

afterAll(() => gateway?.kill('SIGKILL'))

/** The kernel refuses writes beyond this size, as a full disk does. */
function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}

async function isReady(httpPort: number): Promise<boolean> {
  const { status } = await fetch(`http://127.0.0.1:${httpPort}/readyz`)
  return status === 200
}

test('while the store is full nothing is acknowledged; when there is room again all of it is, once (promise 2)', async () => {
  const [token] = await registerDevices(dataDir, ['full-1'])
  gateway = await startGatewayProcess({ dataDir, httpPort: await freePort(), mqttPort: await freePort() })
  const { pid, httpPort, mqttPort } = gateway
  const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    clientId: 'full-1',
    username: 'full-1',
    password: token,
  })
  let acknowledged = 0
  let sent = 0
  const startedAtMs = Date.now()
  const publish = () => {
    const n = sent++
    client.publish(
      'v1/full-1/vitals',
      JSON.stringify(message(n, startedAtMs + n, heartRate(70))),
      { qos: 1 },
      (error) => {
        if (!error) acknowledged++
      },
    )
  }
  for (let i = 0; i < 50; i++) publish()
  await eventually(() => acknowledged === 50)
  expect(await isReady(httpPort)).toBe(true)

  limitFileSize(pid, statSync(join(dataDir, 'journal.db-wal')).size)
  for (let i = 0; i < 200; i++) publish()
  const line = await gateway.logged('acknowledgements withheld')
  expect(JSON.parse(line)).toMatchObject({ level: 50, attempt: 1 })
  expect(await isReady(httpPort)).toBe(false)
  expect(acknowledged).toBe(50)

  limitFileSize(pid, 'unlimited')
  await gateway.logged('journal recovered')
  await eventually(() => acknowledged === sent)
  expect(await isReady(httpPort)).toBe(true)
  await client.endAsync()
  await gateway.kill('SIGTERM')

  const queries = openQueries(join(dataDir, 'journal.db'))
  const sequences = queries
    .entriesAfter(0, 1000)
    .flatMap((entry) => (entry.kind === 'message' ? [entry.message.sequence] : []))
  expect(sequences).toEqual(Array.from({ length: sent }, (_, n) => n))
}, 60_000)
