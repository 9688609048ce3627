/** A gateway that can not listen says so and ends: nothing of it keeps the process, or another port, open. */
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createAuthority } from '../support/certificates.ts'
import { freePort } from '../support/freePort.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { vitalgate } from '../support/vitalgate.ts'

const folder = temporaryFolder()
let taken: Server
let port: string

beforeAll(async () => {
  taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  port = String((taken.address() as { port: number }).port)
})
afterAll(() => new Promise((resolve) => taken.close(resolve)))

async function start(env: Record<string, string>) {
  const [httpPort, mqttPort] = [await freePort(), await freePort()]
  const ports = { HTTP_PORT: String(httpPort), MQTT_PORT: String(mqttPort) }
  return await vitalgate(['start'], { env: { DATA_DIR: join(folder, 'data'), ...ports, ...env } })
}

test.each(['HTTP_PORT', 'MQTT_PORT'])(
  'where %s is taken, the gateway names it and ends',
  async (variable) => {
    const { exitCode, stderr } = await start({ [variable]: port })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(new RegExp(`^ {2}field +${variable}$`, 'm'))
  },
)

requires('openssl').test('where MQTTS_PORT is taken, the plain listener does not stay behind', async () => {
  createAuthority(folder, 'own')
  const { exitCode, stderr } = await start({
    MQTTS_PORT: port,
    TLS_CERT: join(folder, 'own.pem'),
    TLS_KEY: join(folder, 'own.key'),
  })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^ {2}field +MQTTS_PORT$/m)
  expect(stderr).toContain(port)
})
