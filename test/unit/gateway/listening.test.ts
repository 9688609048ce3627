/** What people are told of a listener that can not be opened. */
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { listening } from '../../../gateway/listening.ts'

let taken: Server
let port: number

function listen(host: string, at: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, host, () => resolve(server))
  })
}

beforeAll(async () => {
  taken = await listen('127.0.0.1', 0)
  port = (taken.address() as { port: number }).port
})
afterAll(() => new Promise((resolve) => taken.close(resolve)))

test('of two ports the one that is taken is named', async () => {
  const ports = { MQTT_PORT: port + 1, MQTTS_PORT: port }
  await expect(listening(ports, () => listen('127.0.0.1', port))).rejects.toMatchObject({
    code: 'configurationInvalid',
    message: expect.stringContaining('another program listens there'),
    facts: { field: 'MQTTS_PORT', given: port },
  })
})

test('an address of another machine is the fault of BIND', async () => {
  // TEST-NET-1, RFC 5737: nobody's
  await expect(listening({ MQTT_PORT: port }, () => listen('192.0.2.1', port))).rejects.toMatchObject({
    code: 'configurationInvalid',
    facts: { field: 'BIND', given: '192.0.2.1' },
  })
})

test('what has nothing to do with a port stays what it is', async () => {
  const error = new TypeError('not ours')
  await expect(listening({ MQTT_PORT: port }, () => Promise.reject(error))).rejects.toBe(error)
})
