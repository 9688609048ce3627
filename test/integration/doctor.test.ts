/** `vitalgate doctor`: what is broken is found, named and comes with a way to repair it. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { checkNode } from '../../gateway/cli/doctor/checkNode.ts'
import { examine } from '../../gateway/cli/doctor/examine.ts'
import type { Finding } from '../../gateway/cli/doctor/finding.ts'
import { openStore } from '../../gateway/store/openStore.ts'
import { testCertificate } from '../support/certificate.ts'
import { freePort } from '../support/freePort.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 86_400_000
const folder = temporaryFolder()
let directories = 0
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function environment(changes: Record<string, string> = {}) {
  const DATA_DIR = join(folder, String(++directories))
  const ports = { HTTP_PORT: String(await freePort()), MQTT_PORT: String(await freePort()) }
  return { DATA_DIR, ...ports, ...changes }
}

const findingsOf = (env: Record<string, string>, now = () => NOW_MS) =>
  examine({ env, now, nodeVersion: process.versions.node })
const named = (findings: readonly Finding[], name: string) =>
  findings.find((finding) => finding.name === name)
const failures = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'failed').map(({ name }) => name)

function openStoreOf(env: { DATA_DIR: string }, exclusive: boolean) {
  const options = { now: () => NOW_MS, randomBytes, databaseUrl: null }
  return openStore({ ...options, dataDir: env.DATA_DIR, exclusive })
}

/** @param days until it ends; negative: ended already */
function certificate(name: string, days: number): { cert: string; key: string } {
  const made = testCertificate({
    commonName: 'localhost',
    validFromMs: NOW_MS - 400 * DAY_MS,
    validUntilMs: NOW_MS + days * DAY_MS,
  })
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
  writeFileSync(cert, made.cert)
  writeFileSync(key, made.key)
  return { cert, key }
}

test('nothing is wrong with a new installation, and looking at it leaves nothing behind', async () => {
  const env = await environment()
  expect(failures(await findingsOf(env))).toEqual([])
  const again = await findingsOf(env)
  expect(named(again, 'data directory')?.detail).toBe(`${env.DATA_DIR} will be made at the first start`)
})

test('a Node that is too old is found', () => {
  expect(checkNode('22.1.0')).toMatchObject({ state: 'failed', fix: expect.stringContaining('npm start') })
  expect(checkNode('24.0.0')).toMatchObject({ state: 'ok' })
})

test('a setting that is not valid is named', async () => {
  const findings = await findingsOf({ MQTT_PORT: 'many' })
  expect(failures(findings)).toEqual(['environment'])
  expect(named(findings, 'environment')?.detail).toContain('MQTT_PORT')
})

test('an open data directory is a warning with the command that closes it', async () => {
  const env = await environment()
  await (await openStoreOf(env, false)).close()
  chmodSync(env.DATA_DIR, 0o755)
  expect(named(await findingsOf(env), 'data directory')).toMatchObject({
    state: 'warning',
    fix: `chmod o-rwx ${env.DATA_DIR}`,
  })
})

test('a file in place of the data directory is found', async () => {
  const env = await environment()
  writeFileSync(env.DATA_DIR, '')
  const findings = await findingsOf(env).catch((error: unknown) => error)
  expect(failures(findings as Finding[])).toContain('data directory')
})

test('a store of a newer version and a store of another directory are found', async () => {
  const [newer, foreign] = [await environment(), await environment()]
  for (const [env, table, values] of [
    [newer, 'kysely_migration', { name: '9999_future', timestamp: '2030-01-01T00:00:00.000Z' }],
    [foreign, 'gateway', { id: 'another' }],
  ] as const) {
    const store = await openStoreOf(env, false)
    if (table === 'gateway') await store.database.db.updateTable('gateway').set(values).execute()
    else {
      await store.database.db
        .insertInto(table as never)
        .values(values as never)
        .execute()
    }
    await store.close()
    expect(failures(await findingsOf(env))).toEqual(['store'])
  }
})

test('a damaged store and a damaged journal are found', async () => {
  const env = await environment()
  await (await openStoreOf(env, false)).close()
  for (const name of ['vitalgate.db', 'journal.db']) {
    writeFileSync(join(env.DATA_DIR, name), 'this is no database '.repeat(500))
  }
  expect(failures(await findingsOf(env))).toEqual(['journal', 'store'])
})

test('a port taken by another program is found; by the running gateway it is as it should be', async () => {
  const env = await environment()
  const server = createServer().listen(Number(env.MQTT_PORT), '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  expect(named(await findingsOf(env), 'MQTT_PORT')).toMatchObject({
    state: 'failed',
    fix: 'stop it, or set MQTT_PORT',
  })
  const store = await openStoreOf(env, true)
  closing.push(() => store.close())
  expect(named(await findingsOf(env), 'MQTT_PORT')).toMatchObject({ state: 'ok' })
})

test('a gateway that runs and does not answer is found', async () => {
  const env = await environment()
  const store = await openStoreOf(env, true)
  closing.push(() => store.close())
  expect(failures(await findingsOf(env))).toEqual(['HTTP_PORT', 'MQTT_PORT', 'gateway'])
})

test('each unwell part of the running gateway is a line of its own', async () => {
  const env = await environment()
  const store = await openStoreOf(env, true)
  closing.push(() => store.close())
  const server = createHttpServer((_request, response) => {
    response.statusCode = 503
    response.end(
      JSON.stringify({
        status: 'notReady',
        parts: [
          { name: 'journal', required: true, ok: false, detail: 'disk full' },
          { name: 'series', required: false, ok: false, detail: 'no answer' },
          { name: 'store', required: true, ok: true, detail: '' },
        ],
      }),
    )
  }).listen(Number(env.HTTP_PORT), '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const findings = await findingsOf(env)
  expect(named(findings, 'gateway: journal')).toMatchObject({ state: 'failed', detail: 'disk full' })
  expect(named(findings, 'gateway: series')).toMatchObject({ state: 'warning' })
  expect(named(findings, 'gateway: store')).toBeUndefined()
})

test('MQTT without TLS beyond this machine is refused beforehand', async () => {
  const env = await environment({ BIND: '0.0.0.0' })
  expect(failures(await findingsOf(env))).toEqual(['BIND'])
  expect(failures(await findingsOf({ ...env, ALLOW_PLAINTEXT: '1' }))).toEqual([])
})

test('certificates that expired, will soon, or do not fit their key are found', async () => {
  const good = certificate('good', 300)
  const soon = certificate('soon', 10)
  const expired = certificate('expired', -10)
  const tls = async (cert: string, key: string) =>
    findingsOf(await environment({ TLS_CERT: cert, TLS_KEY: key, MQTTS_PORT: String(await freePort()) }))
  expect(failures(await tls(good.cert, good.key))).toEqual([])
  expect(named(await tls(soon.cert, soon.key), 'TLS_CERT')).toMatchObject({
    state: 'warning',
    detail: 'expires in 10 days',
  })
  expect(failures(await tls(expired.cert, expired.key))).toEqual(['TLS_CERT'])
  expect(failures(await tls(good.cert, soon.key))).toEqual(['TLS_KEY'])
  expect(failures(await tls(good.cert, join(folder, 'absent.key')))).toEqual(['TLS_KEY'])
  expect(failures(await findingsOf(await environment({ MQTTS_PORT: '0' })))).toEqual(['TLS'])
})

test('an InfluxDB that does not answer, or does not let us in, is found without its password', async () => {
  const server = createHttpServer((request, response) => {
    response.statusCode = request.headers.authorization === undefined ? 401 : 200
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const influx = async (url: string) => {
    const findings = await findingsOf(await environment({ INFLUX_URL: url }))
    expect(JSON.stringify(findings)).not.toContain('hunter2')
    return named(findings, 'InfluxDB')?.state
  }
  expect(await influx(`http://writer:hunter2@127.0.0.1:${port}/vitals`)).toBe('ok')
  expect(await influx(`http://127.0.0.1:${port}/vitals`)).toBe('failed')
  expect(await influx(`http://writer:hunter2@127.0.0.1:${port}`)).toBe('failed')
  expect(await influx(`http://writer:hunter2@127.0.0.1:${await freePort()}/vitals`)).toBe('failed')
})

test('a clock that can not be right is found', async () => {
  const env = await environment()
  expect(failures(await findingsOf(env, () => 0))).toEqual(['clock'])
})
