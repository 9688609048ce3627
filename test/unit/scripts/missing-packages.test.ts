import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { script } from '../../support/script.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const { missingPackages } = await script('missing-packages')
const folder = temporaryFolder()

interface Row {
  version: string
  optional?: boolean
  os?: string[]
  cpu?: string[]
}

/** A project whose lock wants some packages, and where npm says that it installed others. */
function project(wanted: Record<string, Row>, installed: Record<string, Row>): string {
  const root = mkdtempSync(join(folder, 'project-'))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }))
  mkdirSync(join(root, 'node_modules'))
  for (const name of Object.keys(installed)) {
    mkdirSync(join(root, name), { recursive: true })
    writeFileSync(join(root, name, 'package.json'), '{}')
  }
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
  return root
}

const a = 'node_modules/a'

test('nothing is missing where npm installed what the lock wants', () => {
  expect(missingPackages(project({ [a]: { version: '1.0.0' } }, { [a]: { version: '1.0.0' } }))).toEqual([])
})

test('a package of another version is missing', () => {
  expect(missingPackages(project({ [a]: { version: '2.0.0' } }, { [a]: { version: '1.0.0' } }))).toEqual([a])
})

test('a package that npm has not finished installing is missing', () => {
  expect(missingPackages(project({ [a]: { version: '1.0.0' } }, {}))).toEqual([a])
})

test('a native of this platform is missing, one of another is not', () => {
  const here = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] }
  const wanted = {
    'node_modules/here': here,
    'node_modules/elsewhere': { ...here, os: ['aix'] },
    'node_modules/not-here': { ...here, os: [`!${process.platform}`] },
    'node_modules/of-elsewhere': { version: '1.0.0', optional: true },
  }
  expect(missingPackages(project(wanted, {}))).toEqual(['node_modules/here'])
})
