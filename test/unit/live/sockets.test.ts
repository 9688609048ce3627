import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo, Socket as Connection } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { io, type Socket } from 'socket.io-client'
import type { ReadingBatch, Resync, ServerEvents } from '../../../gateway/live/channels.ts'
import { createSockets, type Sockets } from '../../../gateway/live/sockets.ts'
import { createLog } from '../../../gateway/log.ts'
import { eventually } from '../../support/eventually.ts'
import { liveReading } from '../../support/liveReading.ts'

let server: Server
let port: number
let sockets: Sockets
const clients: Socket[] = []

type Screen = Socket<ServerEvents, Record<never, never>>

function open(headers: Record<string, string> = {}, transports = ['websocket']): Screen {
  const client: Screen = io(`http://127.0.0.1:${port}`, {
    transports,
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  })
  clients.push(client)
  return client
}

function batch(to: number, size = 1): ReadingBatch {
  const readings = Array.from({ length: size }, () => liveReading({ position: to }))
  return { after: to - 1, to, skipped: 0, coalesced: 0, readings }
}

beforeEach(async () => {
  server = createServer()
  sockets = createSockets({ server, log: createLog({ level: 'silent' }), maxScreens: 2, maxPending: 3 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  sockets.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

test.each([[['websocket']], [['polling']]])('a screen hears batches in order over %s', async (transports) => {
  const client = open({}, transports)
  const heard: number[] = []
  client.on('readings', ({ to }) => heard.push(to))
  await eventually(() => client.connected && sockets.isAnyoneListening())
  for (const to of [1, 2]) sockets.publish('readings', batch(to))
  await eventually(() => heard.length === 2)
  expect(heard).toEqual([1, 2])
})

test('nobody listens before a screen connects and after it left', async () => {
  expect(sockets.isAnyoneListening()).toBe(false)
  const client = open()
  await eventually(() => sockets.isAnyoneListening())
  client.close()
  await eventually(() => !sockets.isAnyoneListening())
})

test.each<Record<string, string>>([
  { origin: 'http://evil.example' },
  { host: 'evil.example' },
  { origin: 'null' },
])('a page from elsewhere is refused: %o', async (headers) => {
  const client = open(headers)
  await new Promise((resolve) => client.once('connect_error', resolve))
  expect(client.connected).toBe(false)

  const poll = request({ port, host: '127.0.0.1', path: '/socket.io/?EIO=4&transport=polling', headers })
  poll.end()
  const [response] = await once(poll, 'response')
  response.resume()
  expect(response.statusCode).toBe(403)
})

test('our own page is let in', async () => {
  const client = open({ origin: `http://127.0.0.1:${port}` })
  await eventually(() => client.connected)
})

test('above the limit of screens one more is refused', async () => {
  const first = [open(), open()]
  await eventually(() => first.every(({ connected }) => connected))
  const third = open()
  await new Promise((resolve) => third.once('connect_error', resolve))
  expect(first.every(({ connected }) => connected)).toBe(true)
})

test('a screen that sends much is shown the door', async () => {
  const client = open()
  await eventually(() => client.connected)
  client.send('x'.repeat(10_000))
  await eventually(() => !client.connected)
})

test('a screen that stops reading is left out, then told to ask again; others hear everything', async () => {
  const quick = open()
  const heard: number[] = []
  quick.on('readings', ({ to }) => heard.push(to))
  const slow = open()
  const slowHeard: number[] = []
  const resyncs: Resync[] = []
  slow.on('readings', ({ to }) => slowHeard.push(to))
  slow.on('resync', (resync) => resyncs.push(resync))
  await eventually(() => quick.connected && slow.connected)

  const connection = (slow.io.engine.transport as unknown as { ws: { _socket: Connection } }).ws._socket
  connection.pause()
  const batches = 60
  for (let to = 1; to <= batches; to++) {
    sockets.publish('readings', batch(to, 2000))
    await eventually(() => heard.at(-1) === to)
  }
  expect(heard).toHaveLength(batches)

  connection.resume()
  await eventually(() => resyncs.length > 0)
  expect(slowHeard.length + resyncs[0]!.skipped).toBe(batches)
  sockets.publish('readings', batch(batches + 1))
  await eventually(() => slowHeard.at(-1) === batches + 1)
})
