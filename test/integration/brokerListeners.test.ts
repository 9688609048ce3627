import { execFile, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import mqtt from 'mqtt'
import { Server as SocketServer } from 'socket.io'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import type { Credentials } from '../../broker/ports.ts'
import { type Authority, type Certificate, createAuthority } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { connectBytes, field } from '../support/mqttBytes.ts'
import {
  connectPacket,
  type MqttSocket,
  openMqttSocket,
  publishPacket,
  wrapSocket,
} from '../support/mqttSocket.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { createTestBroker, type TestBroker } from '../support/testBroker.ts'

const folder = temporaryFolder()
const vitals = 'v1/dev-1/vitals'
let house: TestBroker
let ours: Authority
let server: Certificate

beforeAll(() => {
  ours = createAuthority(folder, 'ours')
  server = ours.issue('/CN=localhost')
})

afterEach(() => house?.close())

describe('TLS', () => {
  const seen: Credentials[] = []

  async function open(withClientCa: boolean): Promise<void> {
    seen.length = 0
    house = await createTestBroker({
      listeners: {
        tls: { host: '127.0.0.1', port: 0, ...server, ...(withClientCa ? { clientCa: ours.cert } : {}) },
      },
      authenticate: async (credentials) => {
        seen.push(credentials)
        const { clientId, certificateFingerprint, password } = credentials
        if (certificateFingerprint === null && password === null) return null
        return { id: clientId, kind: 'device', number: 1, credential: 'c', prefix: '', messagesPerSecond: 0 }
      },
    })
  }

  async function connect(options: ConnectionOptions = {}): Promise<MqttSocket> {
    const socket = connectTls({ port: house.broker.ports.tls!, host: '127.0.0.1', ca: ours.cert, ...options })
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    return wrapSocket(socket)
  }

  const withoutPassword = connectBytes({ flags: 0x82, rest: [field('dev-1')] })

  test('carries readings', async () => {
    await open(false)
    const client = await connect()
    expect(await client.connect()).toBe(0)
    client.send(
      Buffer.concat(
        Array.from({ length: 300 }, (_, i) => publishPacket(vitals, 'x'.repeat(300), { packetId: i + 1 })),
      ),
    )
    for (let messageId = 1; messageId <= 300; messageId++) {
      expect(await client.next()).toMatchObject({ cmd: 'puback', messageId })
    }
    expect(house.broker.connections()[0]).toMatchObject({ transport: 'tls', remoteAddress: '127.0.0.1' })
    client.end()
  })

  test('hands the certificate of a device to authentication', async () => {
    await open(true)
    const device = ours.issue('/CN=dev-1')
    const client = await connect({ cert: device.cert, key: device.key })
    client.send(withoutPassword)
    expect(await client.next()).toMatchObject({ cmd: 'connack', returnCode: 0 })
    const fingerprint = new X509Certificate(device.cert).fingerprint256.replaceAll(':', '').toLowerCase()
    expect(seen).toMatchObject([
      { certificateName: 'dev-1', certificateFingerprint: fingerprint, password: null },
    ])
    client.end()
  })

  test('takes a token where no certificate is shown', async () => {
    await open(true)
    const client = await connect()
    expect(await client.connect()).toBe(0)
    expect(seen).toMatchObject([{ certificateName: null, certificateFingerprint: null }])
    client.end()
  })

  test("refuses a certificate in another device's name", async () => {
    await open(true)
    const device = ours.issue('/CN=dev-2')
    const client = await connect({ cert: device.cert, key: device.key })
    expect(await client.connect()).toBe(5)
    expect(seen).toEqual([])
  })

  test('refuses a certificate with two names', async () => {
    await open(true)
    const device = ours.issue('/CN=dev-1/CN=dev-2')
    const client = await connect({ cert: device.cert, key: device.key })
    expect(await client.connect()).toBe(5)
  })

  test('cuts whoever shows a certificate of a strange authority', async () => {
    await open(true)
    const strange = createAuthority(folder, 'strange').issue('/CN=dev-1')
    const client = await connect({ cert: strange.cert, key: strange.key })
    client.send(connectPacket())
    expect(await client.closed()).toEqual([])
    expect(seen).toEqual([])
  })

  test('does not break on what is no TLS', async () => {
    await open(false)
    const plain = await openMqttSocket(house.broker.ports.tls!)
    plain.send(connectPacket())
    await plain.closed()
    const client = await connect()
    expect(await client.connect()).toBe(0)
    client.end()
  })
})

describe('WebSocket', () => {
  let http: Server
  let url: string
  let sockets: SocketServer

  async function open(): Promise<void> {
    http = createServer((_request, response) => response.end('page'))
    sockets = new SocketServer(http)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    url = `127.0.0.1:${(http.address() as AddressInfo).port}`
    house = await createTestBroker({ listeners: { webSocket: { server: http, path: '/mqtt' } } })
  }

  afterEach(async () => {
    await house.close()
    await sockets.close()
  })

  function raw(protocol = 'mqtt', path = '/mqtt'): WebSocket {
    return new WebSocket(`ws://${url}${path}`, protocol)
  }

  const opened = (socket: WebSocket) =>
    new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve))

  test('carries readings and errors of an ordinary client', async () => {
    await open()
    const client = await mqtt.connectAsync(`ws://${url}/mqtt`, {
      clientId: 'dev-1',
      username: 'dev-1',
      password: 'token',
      protocolVersion: 4,
    })
    await client.subscribeAsync('v1/dev-1/errors', { qos: 1 })
    const told = new Promise<string>((resolve) => client.once('message', (topic) => resolve(topic)))
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        client.publishAsync(vitals, `m${i}`, { qos: (i % 3) as 0 | 1 | 2 }),
      ),
    )
    await eventually(() => house.intake.messages.length === 200)
    expect(house.intake.messages.map(({ payload }) => payload.toString())).toEqual(
      Array.from({ length: 200 }, (_, i) => `m${i}`),
    )
    await house.broker.publish('v1/dev-1/errors', '{}', { qos: 1 })
    expect(await told).toBe('v1/dev-1/errors')
    expect(house.broker.connections()[0]).toMatchObject({ transport: 'webSocket' })
    await client.publishAsync(vitals, Buffer.alloc(3_000_000), { qos: 1 })
    expect(house.intake.messages.at(-1)!.payload.length).toBe(64 * 1024)
    await client.endAsync()
    await eventually(() => house.presence.at(-1)?.state === 'disconnected')
    expect(house.presence.at(-1)).toMatchObject({ reason: '' })
  })

  test('leaves socket.io on the same server alone', async () => {
    await open()
    sockets.on('connection', (socket) => socket.emit('hello', 'there'))
    const client = io(`http://${url}`, { transports: ['websocket'] })
    expect(await new Promise((resolve) => client.once('hello', resolve))).toBe('there')
    const device = raw()
    await opened(device)
    device.send(connectPacket())
    expect(await new Promise((resolve) => device.once('message', resolve))).toEqual(
      Buffer.from([0x20, 2, 0, 0]),
    )
    client.close()
    device.terminate()
  })

  test('wants the subprotocol', async () => {
    await open()
    await expect(opened(raw('mqttv3.1'))).rejects.toThrow('400')
  })

  test('packets may be cut anywhere by its frames', async () => {
    await open()
    const device = raw()
    const answers: Buffer[] = []
    device.on('message', (data: Buffer) => answers.push(data))
    await opened(device)
    const bytes = Buffer.concat([connectPacket(), publishPacket(vitals, 'a', { packetId: 1 })])
    for (let at = 0; at < bytes.length; at += 3) device.send(bytes.subarray(at, at + 3))
    await eventually(() => Buffer.concat(answers).equals(Buffer.from([0x20, 2, 0, 0, 0x40, 2, 0, 1])))
    device.terminate()
  })

  test('a text frame closes the connection', async () => {
    await open()
    const device = raw()
    await opened(device)
    device.send(connectPacket())
    await new Promise((resolve) => device.once('message', resolve))
    device.send('text')
    await closed(device)
    expect(house.refused).toEqual(['textFrame'])
  })

  test('nobody unknown can make it hold much', async () => {
    await open()
    const stranger = raw()
    await opened(stranger)
    stranger.on('error', () => {})
    stranger.send(Buffer.alloc(1 << 20))
    await closed(stranger)
    expect(house.refused).toEqual(['tooLong'])
    const late = raw()
    await opened(late)
    late.send(Buffer.from('GET'))
    await closed(late)
    expect(house.refused).toEqual(['tooLong', 'notConnect'])
  })
})

const mosquitto = requires('mosquitto')

mosquitto.describe('mosquitto_pub and mosquitto_sub', () => {
  const run = promisify(execFile)
  const credentials = (id: string) => ['-i', id, '-u', id, '-P', 'token']

  test.each([0, 1, 2])('publish with QoS %i over TCP', async (qos) => {
    house = await createTestBroker()
    await run('mosquitto_pub', [
      ...['-h', '127.0.0.1', '-p', String(house.port), '-q', String(qos)],
      ...credentials('dev-1'),
      ...['-t', vitals, '-m', 'hello'],
    ])
    await eventually(() => house.intake.messages.length === 1)
    expect(house.intake.messages[0]!.payload.toString()).toBe('hello')
    expect(house.presence.at(-1)).toMatchObject({ state: 'disconnected', reason: '' })
  })

  test('publish over TLS with a certificate', async () => {
    const device = ours.issue('/CN=dev-1')
    for (const [name, content] of Object.entries({
      'd.pem': device.cert,
      'd.key': device.key,
      'ca.pem': ours.cert,
    })) {
      writeFileSync(join(folder, name), content)
    }
    house = await createTestBroker({
      listeners: { tls: { host: '127.0.0.1', port: 0, ...server, clientCa: ours.cert } },
      authenticate: async ({ clientId, certificateName }) =>
        certificateName === clientId
          ? { id: clientId, kind: 'device', number: 1, credential: 'c', prefix: '', messagesPerSecond: 0 }
          : null,
    })
    const at = (name: string) => join(folder, name)
    await run('mosquitto_pub', [
      ...['-h', '127.0.0.1', '-p', String(house.broker.ports.tls), '-i', 'dev-1', '-q', '1'],
      ...['--cafile', at('ca.pem'), '--cert', at('d.pem'), '--key', at('d.key')],
      ...['-t', vitals, '-m', 'hello'],
    ])
    expect(house.intake.messages.length).toBe(1)
  })

  test('subscribe to errors', async () => {
    house = await createTestBroker()
    const listener = spawn('mosquitto_sub', [
      ...['-h', '127.0.0.1', '-p', String(house.port), '-q', '1', '-C', '1'],
      ...credentials('dev-1'),
      ...['-t', 'v1/dev-1/errors'],
    ])
    let heard = ''
    listener.stdout.on('data', (data) => {
      heard += data
    })
    const left = new Promise((resolve) => listener.once('exit', resolve))
    const timer = setInterval(() => void house.broker.publish('v1/dev-1/errors', 'bad unit', { qos: 1 }), 50)
    await left
    clearInterval(timer)
    expect(heard.trim()).toBe('bad unit')
  })

  test('is told where its token is wrong', async () => {
    house = await createTestBroker()
    await expect(
      run('mosquitto_pub', [
        ...['-h', '127.0.0.1', '-p', String(house.port), '-i', 'dev-1', '-u', 'dev-1', '-P', 'guess'],
        ...['-t', vitals, '-m', 'hello'],
      ]),
    ).rejects.toMatchObject({ stderr: expect.stringContaining('not authorised') })
  })
})
