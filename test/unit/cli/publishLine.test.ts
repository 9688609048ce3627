import { hostname } from 'node:os'
import { expect, test } from '@jest/globals'
import { mqttEndpoint, publishLine } from '../../../gateway/cli/device/publishLine.ts'
import { readConfig } from '../../../gateway/config.ts'
import { deviceOfRow } from '../../../gateway/store/deviceTable.ts'

const device = deviceOfRow({
  id: 'wrist-1',
  kind: 'device',
  label: '',
  prefix: null,
  bridgeId: null,
  address: null,
  messagesPerSecond: null,
  intervalS: null,
  tokenHash: null,
  certificateAllowed: 0,
  certificateFingerprint: null,
  credentialVersion: 1,
  createdAtMs: 0,
  revokedAtMs: null,
})

test('a plain listener on loopback is used where there is one', () => {
  const config = readConfig({ MQTTS_PORT: '8883' })
  expect(mqttEndpoint(config, false)).toEqual({ host: '127.0.0.1', port: 1883, tls: false })
  expect(publishLine({ host: '127.0.0.1', port: 1883, tls: false }, device, '-token')).toMatch(
    /^mosquitto_pub -h 127\.0\.0\.1 -p 1883 -i wrist-1 -u wrist-1 -P -token -q 1 -t v1\/wrist-1\/vitals -m /,
  )
})

test('beyond this machine, and with a certificate, it is TLS', () => {
  const config = readConfig({ MQTTS_PORT: '8883', BIND: '0.0.0.0' })
  expect(mqttEndpoint(config, false)).toEqual({ host: hostname(), port: 8883, tls: true })
  expect(mqttEndpoint(readConfig({ MQTTS_PORT: '8883' }), true)).toMatchObject({ port: 8883, tls: true })
  expect(publishLine({ host: 'edge', port: 8883, tls: true }, device, null)).toMatch(
    /^mosquitto_pub -h edge -p 8883 --cafile ca\.pem -i wrist-1 --cert wrist-1\.pem --key wrist-1\.key -q 1/,
  )
})
