/** Where devices come in, by the configuration; what would speak in the clear beyond this machine is refused. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createSecureContext } from 'node:tls'
import type { ListenersConfig, TlsListener } from '../broker/listeners.ts'
import type { Config } from './config.ts'
import { failure } from './failures.ts'

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address)
}

function readPem(variable: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw failure(
      'configurationInvalid',
      `${variable} names a file that can not be read (${code}).`,
      { field: variable, allowed: 'a PEM file that this user may read', given: file },
      error,
    )
  }
}

function checkPem(variable: string, file: string, use: () => unknown): void {
  try {
    use()
  } catch (error) {
    throw failure(
      'configurationInvalid',
      `${variable} names a file that TLS can not use.`,
      {
        field: variable,
        allowed: variable === 'TLS_KEY' ? 'the private key of TLS_CERT, PEM' : 'a certificate, PEM',
        given: file,
      },
      error,
    )
  }
}

function tlsListener(config: Config, port: number): TlsListener {
  const { tlsCert, tlsKey, tlsClientCa, bind } = config
  if (tlsCert === null || tlsKey === null) {
    throw failure('configurationInvalid', 'MQTTS_PORT needs TLS_CERT and TLS_KEY.', {
      field: tlsCert === null ? 'TLS_CERT' : 'TLS_KEY',
      allowed: 'a PEM file',
    })
  }
  const cert = readPem('TLS_CERT', tlsCert)
  const key = readPem('TLS_KEY', tlsKey)
  checkPem('TLS_CERT', tlsCert, () => createSecureContext({ cert }))
  checkPem('TLS_KEY', tlsKey, () => createSecureContext({ cert, key }))
  const listener = { host: bind, port, cert, key }
  if (tlsClientCa === null) return listener
  const clientCa = readPem('TLS_CLIENT_CA', tlsClientCa)
  // a context takes any text for an authority, and then believes nobody
  checkPem('TLS_CLIENT_CA', tlsClientCa, () => new X509Certificate(clientCa))
  return { ...listener, clientCa }
}

/**
 * @param httpServer takes MQTT over WebSocket at /mqtt
 * @throws Failure plaintextRefused, configurationInvalid
 */
export function brokerListeners(config: Config, httpServer: Server): ListenersConfig {
  const { bind, mqttPort, mqttsPort, allowPlaintext } = config
  if (mqttPort !== null && !isLoopback(bind) && !allowPlaintext) {
    throw failure(
      'plaintextRefused',
      `MQTT without TLS on ${bind} would send tokens and readings in the clear. Use MQTTS_PORT with TLS_CERT and TLS_KEY and leave MQTT_PORT on loopback, or set ALLOW_PLAINTEXT=1 in a network that you trust.`,
      { field: 'BIND', allowed: 'a loopback address, or ALLOW_PLAINTEXT=1', given: bind },
    )
  }
  return {
    ...(mqttPort === null ? {} : { tcp: { host: bind, port: mqttPort } }),
    ...(mqttsPort === null ? {} : { tls: tlsListener(config, mqttsPort) }),
    webSocket: { server: httpServer, path: '/mqtt' },
  }
}
