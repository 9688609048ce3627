import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createLog } from '../../../gateway/log.ts'
import { createInflux } from '../../../gateway/reading/influx.ts'

const POINT = {
  measurement: 'heartRate',
  tags: { device: 'oxi-1', unit: '/min' },
  fields: { value: 72 },
  timestamp: '1795262400000000001',
}

let server: Server | null = null

afterEach(() => void server?.close())

/** Answers like an InfluxDB with this much of it. */
async function influxThat(answer: (request: 'write' | 'query', asked: string[]) => number) {
  const asked: string[] = []
  const lines: string[] = []
  server = createServer((request, response) => {
    const kind = request.url?.startsWith('/write') ? 'write' : 'query'
    request.resume().on('end', () => {
      asked.push(kind)
      response.writeHead(answer(kind, asked), { 'content-type': 'application/json' })
      response.end(kind === 'query' ? '{"results":[{}]}' : undefined)
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  return { influx: createInflux({ url: `http://127.0.0.1:${port}/ward`, log }), asked, lines }
}

test('a user who may write and nothing else is enough: the database is made only where there is none', async () => {
  const { influx, asked } = await influxThat((request) => (request === 'write' ? 204 : 403))
  await influx.writePoints([POINT])
  await influx.writePoints([POINT])
  expect(asked).toEqual(['write', 'write'])
})

test('a database that is not there is made, and the points written', async () => {
  const { influx, asked } = await influxThat((request, before) =>
    request === 'write' ? (before.includes('query') ? 204 : 404) : 200,
  )
  await influx.writePoints([POINT])
  expect(asked).toEqual(['write', 'query', 'write'])
})

test.each([401, 404, 500, 503])('an answer %i is worth trying again', async (status) => {
  const { influx } = await influxThat(() => status)
  await expect(influx.writePoints([POINT])).rejects.toMatchObject({ code: 'upstreamUnavailable' })
})

test('points that it never will take do not hold up the rest, and are logged', async () => {
  const { influx, lines } = await influxThat(() => 400)
  await influx.writePoints([POINT])
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, points: 1, status: 400 }])
})
