import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Api } from '../../../gateway/api/api.ts'
import type { ApiPorts } from '../../../gateway/api/ports.ts'
import { createApi } from '../../../gateway/api/server.ts'
import { failure } from '../../../gateway/failures.ts'
import { createTestApiPorts, type TestApiPorts } from '../../support/apiPorts.ts'

const host = 'localhost:8080'
const opened: (() => unknown)[] = []

async function open(different: Partial<ApiPorts> = {}): Promise<{ api: Api; logLines: string[] }> {
  const { ports, logLines, close }: TestApiPorts = await createTestApiPorts(different)
  const api = await createApi(ports)
  opened.push(close, () => api.close())
  return { api, logLines }
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

describe('readiness', () => {
  const good = { name: 'journal', required: true, check: async () => ({ ok: true, detail: 'storing' }) }
  const bad = { ok: false, detail: 'refused' }

  test('a required part that fails makes the gateway not ready', async () => {
    const store = { name: 'store', required: true, check: async () => bad }
    const { api } = await open({ probes: [good, store] })
    const { statusCode, body } = await api.inject({ url: '/readyz', headers: { host } })
    expect(statusCode).toBe(503)
    expect(JSON.parse(body)).toEqual({
      status: 'notReady',
      parts: [
        { name: 'journal', required: true, ok: true, detail: 'storing' },
        { name: 'store', required: true, ok: false, detail: 'refused' },
      ],
    })
  })

  test('a part that is not required is told and does not matter', async () => {
    const { api } = await open({
      probes: [good, { name: 'series', required: false, check: async () => bad }],
    })
    const { statusCode, body } = await api.inject({ url: '/readyz', headers: { host } })
    expect(statusCode).toBe(200)
    expect(JSON.parse(body).parts[1]).toMatchObject({ name: 'series', ok: false })
  })

  test('a probe that throws is not well, and its words stay in the log', async () => {
    const check = async () => {
      throw new Error('postgres://user:hunter2@db')
    }
    const { api } = await open({ probes: [{ name: 'store', required: true, check }] })
    const { statusCode, body } = await api.inject({ url: '/readyz', headers: { host } })
    expect(statusCode).toBe(503)
    expect(body).not.toContain('hunter2')
  })

  test('the process answers whatever its parts say', async () => {
    const { api } = await open({ probes: [{ name: 'store', required: true, check: async () => bad }] })
    const { statusCode, body } = await api.inject({ url: '/healthz', headers: { host } })
    expect(statusCode).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ status: 'live', version: '0.0.0-test' })
  })
})

describe('an error of ours', () => {
  test('is told to the log alone; the stranger gets the number of its line', async () => {
    const { ports, close } = await createTestApiPorts()
    const list = async () => {
      throw new TypeError('Ada Fern has 38.9')
    }
    const { api, logLines } = await open({
      stores: { ...ports.stores, latest: { ...ports.stores.latest, list } },
    })
    const { statusCode, body, headers } = await api.inject({ url: '/api/v1/latest', headers: { host } })
    await close()
    expect(statusCode).toBe(500)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    const problem = JSON.parse(body)
    expect(problem).toEqual({
      type: 'urn:vitalgate:failure:internal',
      title: 'Something went wrong here',
      status: 500,
      code: 'internal',
      requestId: expect.any(String),
    })
    const line = logLines
      .map((each) => JSON.parse(each))
      .find(({ requestId }) => requestId === problem.requestId)
    expect(line).toMatchObject({ level: 50, route: '/api/v1/latest', status: 500, msg: 'request failed' })
    expect(line.err.cause).toMatchObject({ type: 'TypeError', stack: expect.stringContaining('server.test') })
    expect(logLines.join()).not.toContain('Fern')
  })

  test('a store that does not answer is 503, to be tried again', async () => {
    const { ports, close } = await createTestApiPorts()
    const list = async () => {
      throw failure('storeUnavailable', 'connect ECONNREFUSED 10.0.0.7')
    }
    const { api } = await open({ stores: { ...ports.stores, patients: { ...ports.stores.patients, list } } })
    const { statusCode, body } = await api.inject({ url: '/api/v1/patients', headers: { host } })
    await close()
    expect(statusCode).toBe(503)
    expect(JSON.parse(body)).toMatchObject({ code: 'storeUnavailable' })
    expect(body).not.toContain('10.0.0.7')
  })
})

describe('what is hardly a request', () => {
  test.each(['/%zz', '/api/v1/devices/%c3%28'])('%s is answered as a problem', async (url) => {
    const { api } = await open()
    const { statusCode, headers, body } = await api.inject({ url, headers: { host } })
    expect(statusCode).toBe(400)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'invalidRequest' })
  })

  test.each([
    ['HELLO\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\n\r\n', 400],
  ])('%j is answered and the connection ended', async (bytes, status) => {
    const { api } = await open()
    await api.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((api.server.address() as AddressInfo).port, '127.0.0.1')
    socket.end(bytes)
    expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })
})

describe('pages', () => {
  test('every answer forbids inline script and style, frames and guessing of types', async () => {
    const { api } = await open()
    for (const url of ['/', '/healthz', '/docs/', '/nothing']) {
      const { headers } = await api.inject({ url, headers: { host } })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|https:|\*/)
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test('a dashboard that is not built says how to build it', async () => {
    const { api } = await open()
    const { statusCode, body } = await api.inject({ url: '/', headers: { host } })
    expect(statusCode).toBe(503)
    expect(body).toContain('npm run build:dashboard')
  })

  test('a built dashboard is asked for anew, its hashed assets are kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vitalgate-dist-'))
    opened.push(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>built</title>')
    writeFileSync(join(folder, 'assets', 'index-abc.js'), 'export {}')
    const { api } = await open({ dashboardFolder: folder })

    const page = await api.inject({ url: '/', headers: { host } })
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache'])
    expect(page.body).toContain('built')
    const asset = await api.inject({ url: '/assets/index-abc.js', headers: { host } })
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const outside = await api.inject({ url: '/assets/..%2f..%2fetc/passwd', headers: { host } })
    expect(outside.statusCode).toBeGreaterThanOrEqual(400)
  })

  test('what the API says of patients is kept by nobody', async () => {
    const { api } = await open()
    const { headers } = await api.inject({ url: '/api/v1/patients', headers: { host } })
    expect(headers['cache-control']).toBe('no-store')
  })

  test('a name that only resolves to this machine gets nothing', async () => {
    const { api } = await open()
    for (const url of ['/', '/api/v1/patients', '/docs/json', '/metrics']) {
      const { statusCode, body } = await api.inject({ url, headers: { host: 'evil.example' } })
      expect(statusCode).toBe(421)
      expect(JSON.parse(body)).toMatchObject({ code: 'foreignHost' })
    }
  })
})

test('a change is answered once it is in force for readings that come', async () => {
  const { ports, close } = await createTestApiPorts()
  const { api } = await open({ stores: ports.stores, events: ports.events })
  let answered = false
  const answer = api
    .inject({
      method: 'POST',
      url: '/api/v1/devices',
      headers: { host },
      payload: { id: 'a', kind: 'device' },
    })
    .then((response) => {
      answered = true
      return response
    })
  while ((await ports.stores.devices.list()).length === 0) await new Promise(setImmediate)
  await new Promise(setImmediate)
  expect(answered).toBe(false)
  ports.events.emit('directory', { revision: await ports.stores.revision.read() })
  expect((await answer).statusCode).toBe(201)
  await close()
})
