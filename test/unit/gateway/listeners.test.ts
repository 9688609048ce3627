/** Where devices come in: what is refused before anything listens. */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readConfig } from '../../../gateway/config.ts'
import { brokerListeners } from '../../../gateway/listeners.ts'
import { createAuthority } from '../../support/certificates.ts'
import { requires } from '../../support/requires.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const server = createServer()
const listenersOf = (env: Record<string, string>) => brokerListeners(readConfig(env), server)
const invalid = (field: string) =>
  expect.objectContaining({ code: 'configurationInvalid', facts: expect.objectContaining({ field }) })

describe('plain MQTT', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('is taken on %s', (host) => {
    expect(listenersOf({ BIND: host }).tcp).toEqual({ host, port: 1883 })
  })

  test.each(['0.0.0.0', '::', '192.168.1.7', '127.evil.example', 'localhost.evil.example'])(
    'is refused on %s unless it is allowed',
    (host) => {
      expect(() => listenersOf({ BIND: host })).toThrow(expect.objectContaining({ code: 'plaintextRefused' }))
      expect(listenersOf({ BIND: host, ALLOW_PLAINTEXT: '1' }).tcp).toEqual({ host, port: 1883 })
    },
  )
})

requires('openssl').describe('MQTT over TLS', () => {
  const folder = temporaryFolder()
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  function settings(change: Record<string, string> = {}) {
    const authority = createAuthority(folder, 'authority')
    const { cert, key } = authority.issue('/CN=localhost')
    return {
      MQTTS_PORT: '8883',
      TLS_CERT: file('cert', cert),
      TLS_KEY: file('key', key),
      TLS_CLIENT_CA: file('ca', authority.cert),
      ...change,
    }
  }

  test('takes certificate, key and authority', () => {
    expect(listenersOf(settings()).tls).toMatchObject({ port: 8883, clientCa: expect.any(Buffer) })
  })

  test.each(['TLS_CERT', 'TLS_KEY', 'TLS_CLIENT_CA'])('names %s where it can not be used', (variable) => {
    const broken = file('broken', 'no PEM')
    expect(() => listenersOf(settings({ [variable]: broken }))).toThrow(invalid(variable))
    expect(() => listenersOf(settings({ [variable]: join(folder, 'absent') }))).toThrow(invalid(variable))
  })

  test('refuses a key of another certificate', () => {
    const other = createAuthority(folder, 'other').key
    expect(() => listenersOf(settings({ TLS_KEY: file('other', other) }))).toThrow(invalid('TLS_KEY'))
  })

  test('wants the certificate and its key', () => {
    const { TLS_CERT, TLS_KEY } = settings()
    expect(() => listenersOf({ MQTTS_PORT: '8883', TLS_KEY })).toThrow(invalid('TLS_CERT'))
    expect(() => listenersOf({ MQTTS_PORT: '8883', TLS_CERT })).toThrow(invalid('TLS_KEY'))
  })
})
