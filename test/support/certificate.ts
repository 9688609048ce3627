/** X.509 certificates for tests, made here (RFC 5280 in DER): no openssl needed, no key kept in the repository. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface TestCertificate {
  readonly commonName: string
  /** PEM. */
  readonly cert: string
  /** PEM. */
  readonly key: string
  readonly privateKey: KeyObject
}

export interface TestCertificateOptions {
  readonly commonName: string
  /** Signs it; itself without one. */
  readonly issuer?: TestCertificate
  /** May sign others. */
  readonly authority?: boolean
  readonly validFromMs?: number
  readonly validUntilMs?: number
}

const TAG = { boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, utf8: 0x0c, time: 0x18 }
const SEQUENCE = 0x30
const SET = 0x31

function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content])
}

/** Object identifiers, encoded. */
const OID = {
  commonName: Buffer.from('0603550403', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
  subjectAltName: Buffer.from('0603551d11', 'hex'),
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
}

const TRUE = der(TAG.boolean, Buffer.from([0xff]))

function name(commonName: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, OID.commonName, der(TAG.utf8, Buffer.from(commonName)))))
}

/** GeneralizedTime, good for any year. */
function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replace(/[-:T]/g, '').replace(/\..*/, 'Z')
  return der(TAG.time, Buffer.from(text))
}

function extensions(authority: boolean): Buffer {
  const constraints = der(SEQUENCE, ...(authority ? [TRUE] : []))
  const names = der(SEQUENCE, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  return der(
    0xa3,
    der(
      SEQUENCE,
      der(SEQUENCE, OID.basicConstraints, TRUE, der(TAG.octetString, constraints)),
      der(SEQUENCE, OID.subjectAltName, der(TAG.octetString, names)),
    ),
  )
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g)!
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** For localhost and 127.0.0.1 as a server, for its common name as a client. */
export function testCertificate(options: TestCertificateOptions): TestCertificate {
  const { commonName, issuer, authority = false } = options
  const { validFromMs = Date.now() - 3_600_000, validUntilMs = Date.now() + 86_400_000 } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(SEQUENCE, OID.ecdsaWithSha256)
  // A serial number is positive: its first byte stays below 0x80.
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)])
  const content = der(
    SEQUENCE,
    der(0xa0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serial),
    algorithm,
    name(issuer?.commonName ?? commonName),
    der(SEQUENCE, time(validFromMs), time(validUntilMs)),
    name(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(authority),
  )
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey)
  const cert = pem(der(SEQUENCE, content, algorithm, der(TAG.bitString, Buffer.from([0]), signature)))
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return { commonName, cert, key, privateKey }
}
