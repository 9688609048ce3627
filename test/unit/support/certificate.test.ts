import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { expect, test } from '@jest/globals'
import { testCertificate } from '../../support/certificate.ts'

test('a made certificate says what it was made to say', () => {
  const authority = testCertificate({ commonName: 'authority', authority: true })
  const { cert, privateKey } = testCertificate({
    commonName: 'wrist-1',
    issuer: authority,
    validFromMs: Date.UTC(2026, 0, 1),
    validUntilMs: Date.UTC(2051, 0, 1),
  })
  const read = new X509Certificate(cert)
  expect(read.subject).toBe('CN=wrist-1')
  expect(read.issuer).toBe('CN=authority')
  expect(read.validFromDate).toEqual(new Date('2026-01-01T00:00:00Z'))
  expect(read.validToDate).toEqual(new Date('2051-01-01T00:00:00Z'))
  expect(read.checkPrivateKey(privateKey)).toBe(true)
  expect(read.verify(new X509Certificate(authority.cert).publicKey)).toBe(true)
  expect(new X509Certificate(authority.cert).ca).toBe(true)
  expect(read.ca).toBe(false)
})

test('client and server accept each other by certificates of one authority', async () => {
  const authority = testCertificate({ commonName: 'authority', authority: true })
  const server = testCertificate({ commonName: 'localhost', issuer: authority })
  const client = testCertificate({ commonName: 'wrist-1', issuer: authority })
  const listener = createServer({
    cert: server.cert,
    key: server.key,
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true,
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const accepted = once(listener, 'secureConnection') as Promise<[TLSSocket]>
  const { port } = listener.address() as AddressInfo
  const socket = connect({ host: '127.0.0.1', port, ca: authority.cert, cert: client.cert, key: client.key })
  const [peer] = await accepted
  expect(peer.authorized).toBe(true)
  expect(peer.getPeerCertificate().subject.CN).toBe('wrist-1')
  socket.destroy()
  peer.destroy()
  listener.close()
})
