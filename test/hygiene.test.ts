import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { INSTALL_LINES } from './support/requires.ts'
import { gitFiles, ROOT, read } from './support/sourceFiles.ts'

const AT_LEAST_FILES = 200

const TEXT = /\.(ts|tsx|mjs|json|jsonc|md|css|html|svg|csv|yml|yaml|sh)$|^\.|(^|\/)(run|LICENSE)$/

/** Written in pieces, so that this file does not hold what it looks for. */
const NOWHERE: Record<string, RegExp> = {
  'a path of the machine it was written on': new RegExp(`${'/wor'}k/|/(home|Users)/[a-z]+/`),
  'a private key': new RegExp(`-----BEGIN [A-Z ]*PRIVATE${' '}KEY-----`),
  'a token of a code host': /\b(ghp|gho|ghs|glpat|github_pat)[_-][A-Za-z0-9_]{20,}/,
  'a token of a package registry': /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/,
  'a key of a cloud': /\bAKIA[0-9A-Z]{16}\b/,
  'a password in an address':
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`$<>{}]+:(?!password@|secret@)[^\s/@'"`$<>{}]{8,}@/,
}

const files = gitFiles()
/** A release unpacked without its history has nothing to say here. */
const clone = files ? describe : describe.skip

clone('what is in the repository', () => {
  const texts = (files ?? []).filter((path) => TEXT.test(path))

  test('is looked at', () => {
    expect(texts.length).toBeGreaterThan(AT_LEAST_FILES)
  })

  test.each(Object.entries(NOWHERE))('holds nowhere %s', (_, pattern) => {
    expect(texts.filter((path) => pattern.test(read(path)))).toEqual([])
  })
})

interface Lock {
  packages: Record<string, { resolved?: string; version: string; integrity?: string; optional?: boolean }>
}

const lock = JSON.parse(read('package-lock.json')) as Lock

describe('package-lock.json', () => {
  test('names no registry: each installation uses its own', () => {
    expect(
      Object.keys(lock.packages).filter((folder) => lock.packages[folder]!.resolved !== undefined),
    ).toEqual([])
  })

  test('has a checksum for every package that must be installed', () => {
    const unchecked = Object.entries(lock.packages).filter(
      ([folder, row]) => folder !== '' && !row.optional && row.integrity === undefined,
    )
    expect(unchecked).toEqual([])
  })

  test('has a row for each native of each platform (else run: node scripts/complete-lock.mjs)', async () => {
    const { leftOutNatives } = await import(join(ROOT, 'scripts/left-out-natives.mjs'))
    expect(Object.keys(leftOutNatives(lock.packages))).toEqual([])
  })

  test('wants the same Node as the set-up installs', async () => {
    const { NODE_PACKAGES } = await import(join(ROOT, 'scripts/find-node.mjs'))
    const { name, version, integrity } = NODE_PACKAGES['linux-x64']
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({ version, integrity })
  })
})

test('continuous integration installs what tests need', () => {
  const wanted = Object.values(INSTALL_LINES).flatMap((line) =>
    line.split('--no-install-recommends ')[1]!.split(' '),
  )
  const installed = /^packages=\(([^)]*)\)$/m.exec(read('.ci/run'))![1]!.split(' ')
  expect(installed.sort()).toEqual(wanted.sort())
})
