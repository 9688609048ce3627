/** Commands beside a running gateway: it hears of their changes, and the printed line publishes as it stands. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createJournalReader } from '../../gateway/journal/reader.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/freePort.ts'
import { type GatewayProcess, startGatewayProcess } from '../support/gatewayProcess.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { vitalgate } from '../support/vitalgate.ts'

const mosquitto = requires('mosquitto')
const dataDir = join(temporaryFolder(), 'data')
let gateway: GatewayProcess
let env: Record<string, string>

beforeAll(async () => {
  const [httpPort, mqttPort] = [await freePort(), await freePort()]
  gateway = await startGatewayProcess({ dataDir, httpPort, mqttPort })
  env = { DATA_DIR: dataDir, HTTP_PORT: String(httpPort), MQTT_PORT: String(mqttPort) }
})
afterAll(() => gateway.kill('SIGTERM'))

const run = (args: readonly string[]) => vitalgate(args, { env })
const paste = (line: string) => promisify(execFile)('sh', ['-c', line], { timeout: 20_000 })

async function stored(): Promise<string[]> {
  const reader = createJournalReader({ file: join(dataDir, 'journal.db') })
  try {
    const entries = await reader.entriesAfter(0, 100)
    return entries.map((entry) => (entry.kind === 'message' ? entry.message : entry.refusal).deviceId)
  } finally {
    await reader.close()
  }
}

mosquitto.test(
  'the printed line publishes a reading that is stored, until the device is revoked',
  async () => {
    const { stdout } = await run(['device', 'add', 'wrist-1'])
    const line = /^ {2}(mosquitto_pub .*)$/m.exec(stdout)![1]!
    await paste(line)
    expect(await stored()).toContain('wrist-1')
    await run(['device', 'revoke', 'wrist-1', '--yes'])
    await expect(paste(line)).rejects.toMatchObject({ stderr: expect.stringMatching(/not auth/i) })
  },
)

mosquitto.test('the line of a bridge publishes for a sensor behind it', async () => {
  const { stdout } = await run(['device', 'add', 'hall', '--kind', 'bridge', '--prefix', 'home'])
  await run('device add thermometer --kind sensor --bridge hall --address A4:C1:38:0A:0B:0C'.split(' '))
  const line = /^ {2}(mosquitto_pub .*)$/m.exec(stdout)![1]!
  await eventually(async () => {
    await paste(line)
    return (await stored()).includes('thermometer')
  })
})

test('doctor finds the running gateway well', async () => {
  const { exitCode, stdout } = await run(['doctor', '--json'])
  const { healthy, findings } = JSON.parse(stdout)
  expect({ exitCode, healthy }).toEqual({ exitCode: 0, healthy: true })
  expect(findings).toContainEqual({ name: 'gateway', state: 'ok', detail: 'runs and is ready', fix: '' })
})

test('a second gateway on the same directory is refused, and the first goes on', async () => {
  const ports = { HTTP_PORT: String(await freePort()), MQTT_PORT: String(await freePort()) }
  const { exitCode, stderr } = await vitalgate(['start'], { env: { ...env, ...ports } })
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`Another gateway is running on the data directory ${dataDir}.`)
  expect((await run(['doctor'])).exitCode).toBe(0)
})
