/** Certificates of an authority of its own, made by openssl in a folder. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Authority extends Certificate {
  /** A certificate signed by this authority. @param subject as in '/CN=dev-1' */
  issue(subject: string): Certificate
}

export function createAuthority(folder: string, name: string): Authority {
  let serial = 0

  function openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  }

  function read(file: string): Certificate {
    return {
      cert: readFileSync(join(folder, `${file}.pem`), 'utf8'),
      key: readFileSync(join(folder, `${file}.key`), 'utf8'),
    }
  }

  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  )
  return {
    ...read(name),
    issue(subject) {
      const file = `${name}-${++serial}`
      openssl(
        'req',
        '-x509',
        ...newKey,
        '-keyout',
        `${file}.key`,
        '-out',
        `${file}.pem`,
        '-days',
        '2',
        '-subj',
        subject,
        '-CA',
        `${name}.pem`,
        '-CAkey',
        `${name}.key`,
        '-addext',
        'subjectAltName=IP:127.0.0.1,DNS:localhost',
        '-addext',
        'basicConstraints=critical,CA:FALSE',
      )
      return read(file)
    },
  }
}
