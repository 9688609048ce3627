/** Declares the program that tests need: absent, they are skipped by name, or fail where CI is set. */
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from '@jest/globals'

export type Binary = 'mosquitto' | 'postgres' | 'influxd' | 'chromium' | 'openssl' | 'prlimit'

/** The line that installs each on Debian 12; `.ci/run` installs them all. */
export const INSTALL_LINES: Readonly<Record<Binary, string>> = {
  mosquitto: 'apt-get install --no-install-recommends mosquitto mosquitto-clients',
  postgres: 'apt-get install --no-install-recommends postgresql',
  influxd: 'apt-get install --no-install-recommends influxdb',
  chromium: 'apt-get install --no-install-recommends chromium',
  openssl: 'apt-get install --no-install-recommends openssl',
  prlimit: 'apt-get install --no-install-recommends util-linux',
}

/** What the same line installs and tests use with it. */
const COMPANIONS: Partial<Record<Binary, readonly string[]>> = {
  mosquitto: ['mosquitto_pub', 'mosquitto_sub'],
}

export interface Required {
  /** The executable; '' where it is absent. PostgreSQL's other programs (initdb) lie beside it. */
  readonly path: string
  readonly describe: typeof describe
  readonly test: typeof test
}

/** Debian keeps servers out of a user's PATH, and PostgreSQL's in a folder of its major version. */
function folders(): string[] {
  const postgres = '/usr/lib/postgresql'
  let majors: string[] = []
  try {
    majors = readdirSync(postgres).sort((a, b) => Number(b) - Number(a))
  } catch {
    // No PostgreSQL of Debian's here; PATH may still hold one.
  }
  return [
    ...majors.map((major) => join(postgres, major, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/sbin',
    '/usr/local/sbin',
  ]
}

function find(binary: string): string {
  for (const folder of folders()) {
    const path = join(folder, binary)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return ''
}

/** `scripts/test.mjs` reads the binary and its line back from the name of a skipped test. */
function marked(name: unknown, binary: Binary): string {
  return `${String(name)} [needs ${binary}: ${INSTALL_LINES[binary]}]`
}

function whenAbsent<Block extends typeof describe | typeof test>(block: Block, binary: Binary): Block {
  const fail = (name: unknown) =>
    test(String(name), () => {
      throw new Error(`${binary} is absent, which CI does not allow; install it: ${INSTALL_LINES[binary]}`)
    })
  const skip = (name: unknown, ...rest: unknown[]) =>
    Reflect.apply(block.skip, undefined, [marked(name, binary), ...rest])
  const replacement = inContinuousIntegration() ? fail : skip
  const each =
    (...table: unknown[]) =>
    (name: unknown, ...rest: unknown[]) =>
      inContinuousIntegration()
        ? fail(name)
        : Reflect.apply(Reflect.apply(block.skip.each, undefined, table), undefined, [
            marked(name, binary),
            ...rest,
          ])
  return Object.assign(replacement, { each, skip: replacement, only: replacement }) as unknown as Block
}

function inContinuousIntegration(): boolean {
  return process.env.CI === 'true'
}

/**
 * const has = requires('influxd')
 * has.describe('points reach InfluxDB', () => …spawn(has.path)…)
 */
export function requires(binary: Binary): Required {
  const path = (COMPANIONS[binary] ?? []).every(find) ? find(binary) : ''
  if (path !== '') return { path, describe, test }
  return { path, describe: whenAbsent(describe, binary), test: whenAbsent(test, binary) }
}
