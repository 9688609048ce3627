import { describe, expect, test } from '@jest/globals'
import { deviceAuthorization } from '../../../broker/authorize.ts'
import type { Principal } from '../../../broker/ports.ts'
import { CHANNEL } from '../../../devices/topic.ts'

const device: Principal = {
  id: 'dev-1',
  kind: 'device',
  number: 1,
  credential: 'c',
  prefix: '',
  messagesPerSecond: 0,
}
const bridge: Principal = { ...device, id: 'bridge-1', kind: 'bridge', prefix: 'home' }
const { publish, subscribe, receive, will, orphanWill, retain } = deviceAuthorization

describe('publish', () => {
  test('status is passed on, everything else goes to the pipeline', () => {
    expect(publish(device, 'v1/dev-1/status')).toBe('forward')
    expect(publish(bridge, 'v1/bridge-1/status')).toBe('forward')
    expect(publish(device, 'v1/dev-1/vitals')).toEqual({ channel: CHANNEL.native, subtopic: '' })
    expect(publish(device, 'v1/dev-1/gatt/2A37')).toEqual({ channel: CHANNEL.gatt, subtopic: '2a37' })
    expect(publish(bridge, 'home/gw/BTtoMQTT/A4C138000001')).toEqual({
      channel: CHANNEL.bridge,
      subtopic: 'a4c138000001',
    })
  })

  test.each([
    'v1/dev-2/status',
    'v1/dev-1/errors',
    'v1/dev-1/config',
    '$SYS/x/new/clients',
    'v1/dev-1',
    'V1/dev-1/status',
  ])('%s is never passed on', (topic) => {
    expect(publish(device, topic)).toMatchObject({ channel: expect.any(Number) })
  })
})

describe('subscribe and receive', () => {
  test.each(['errors', 'config', 'status'])('the own %s', (name) => {
    expect(subscribe(device, `v1/dev-1/${name}`)).toBe(true)
    expect(receive(device, `v1/dev-1/${name}`)).toBe(true)
  })

  test.each([
    'v1/dev-2/errors',
    'v1/dev-1/vitals',
    'v1/dev-1/#',
    'v1/+/errors',
    '#',
    '+/dev-1/errors',
    '$SYS/#',
    '__proto__',
  ])('not %s', (topic) => {
    expect(subscribe(device, topic)).toBe(false)
    expect(receive(device, topic)).toBe(false)
  })
})

test('wills on the own status only, with or without the client', () => {
  expect(will(device, 'v1/dev-1/status')).toBe(true)
  expect(orphanWill('dev-1', 'v1/dev-1/status')).toBe(true)
  for (const topic of ['v1/dev-2/status', 'v1/dev-1/vitals', '$SYS/x/new/clients']) {
    expect(will(device, topic)).toBe(false)
    expect(orphanWill('dev-1', topic)).toBe(false)
  }
  expect(retain).toBe(false)
})
