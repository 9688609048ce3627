import { expect, test } from '@jest/globals'
import mqttPacket, { type IConnectPacket, type Packet } from 'mqtt-packet'
import { type ConnectRequest, readConnect } from '../../../broker/connect.ts'
import { readFrameHeader } from '../../../broker/frameHeader.ts'
import { connectBytes, field } from '../../support/mqttBytes.ts'

function read(bytes: Buffer): ConnectRequest {
  const header = { bodyStart: 0, end: 0 }
  readFrameHeader(bytes, 0, bytes.length, header)
  const request = readConnect(bytes, header)
  if ('refused' in request) throw new Error(request.refused)
  return request
}

function parse(bytes: Buffer): IConnectPacket {
  const parser = mqttPacket.parser()
  let parsed: Packet | null = null
  parser.on('packet', (packet: Packet) => {
    parsed = packet
  })
  parser.parse(bytes)
  return parsed! as IConnectPacket
}

test('reads who is there', () => {
  expect(read(connectBytes({ keepAlive: Buffer.from([1, 2]) }))).toMatchObject({
    clientId: 'dev-1',
    username: 'dev-1',
    password: Buffer.from('token'),
    willTopic: null,
    cleanSession: true,
    keepAliveS: 258,
  })
})

test('aedes sees neither user, password nor keep-alive', () => {
  const { forward } = read(connectBytes({ flags: 0xc0, keepAlive: Buffer.from([0, 60]) }))
  const packet = parse(forward)
  expect(packet).toMatchObject({ clientId: 'dev-1', clean: false, keepalive: 0 })
  expect(packet.username).toBeUndefined()
  expect(packet.password).toBeUndefined()
  expect(forward.includes('token')).toBe(false)
})

test.each([10, 200, 8000])('a will of %i bytes goes on as it is, its retain flag if it may', (size) => {
  const will = Buffer.alloc(size, 'w')
  const request = read(
    connectBytes({
      flags: 0xee,
      rest: [field('v1/dev-1/status'), field(will), field('dev-1'), field('token')],
    }),
  )
  expect(request.willTopic).toBe('v1/dev-1/status')
  expect(parse(request.forward).will).toMatchObject({ payload: will, qos: 1, retain: true })
  request.clearWillRetain()
  expect(parse(request.forward).will).toMatchObject({ payload: will, qos: 1, retain: false })
})

test('what goes on does not share memory with what came', () => {
  const bytes = connectBytes()
  const { forward } = read(bytes)
  bytes.fill(0)
  expect(parse(forward).clientId).toBe('dev-1')
})

test.each(['a', 'x'.repeat(64), 'A.b:c_d-0', '00:11:22:33:44:55', '_', '-'])(
  'takes the client id %p',
  (id) => {
    expect(read(connectBytes({ clientId: field(id) })).clientId).toBe(id)
  },
)
