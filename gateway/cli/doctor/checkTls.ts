/** Doctor: certificate, key and client authority can be read, belong together and have not expired. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Finding, failed, ok, skipped, warning } from './finding.ts'
import type { Installation } from './installation.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 30

function checkCertificate(name: string, file: string, nowMs: number): Finding {
  const { validFromDate, validToDate } = new X509Certificate(readFileSync(file))
  const until = validToDate.toISOString()
  if (nowMs < validFromDate.getTime()) {
    return failed(name, `not valid before ${validFromDate.toISOString()}`, 'set the clock, or renew it')
  }
  if (nowMs >= validToDate.getTime()) return failed(name, `expired at ${until}`, 'renew it and restart')
  const days = Math.floor((validToDate.getTime() - nowMs) / DAY_MS)
  if (days < SOON_DAYS) return warning(name, `expires in ${days} days`, 'renew it and restart')
  return ok(name, `good until ${until}`)
}

function checkKey(certificateFile: string, keyFile: string): Finding {
  const key = createPrivateKey(readFileSync(keyFile))
  const certificate = new X509Certificate(readFileSync(certificateFile))
  if (certificate.checkPrivateKey(key)) return ok('TLS_KEY', 'fits the certificate')
  return failed('TLS_KEY', 'is not the key of TLS_CERT', 'set the two that belong together')
}

/** A file that can not be read or is no PEM is a finding, not an error of ours. */
function reading(name: string, file: string, check: () => Finding): Finding {
  try {
    return check()
  } catch (error) {
    const reason = String((error as NodeJS.ErrnoException).code ?? 'no PEM')
    return failed(name, `${file} can not be read (${reason})`, 'set a PEM file that the gateway may read')
  }
}

export function checkTls({ config, now }: Installation): Finding[] {
  const { mqttsPort, tlsCert, tlsKey, tlsClientCa } = config
  if (mqttsPort === null && tlsCert === null && tlsKey === null) return [skipped('TLS', 'not configured')]
  if (tlsCert === null || tlsKey === null) {
    return [failed('TLS', 'TLS_CERT and TLS_KEY are needed together', 'set both, or unset MQTTS_PORT')]
  }
  const nowMs = now()
  const findings = [
    reading('TLS_CERT', tlsCert, () => checkCertificate('TLS_CERT', tlsCert, nowMs)),
    reading('TLS_KEY', tlsKey, () => checkKey(tlsCert, tlsKey)),
  ]
  if (tlsClientCa === null) return findings
  return [
    ...findings,
    reading('TLS_CLIENT_CA', tlsClientCa, () => checkCertificate('TLS_CLIENT_CA', tlsClientCa, nowMs)),
  ]
}
