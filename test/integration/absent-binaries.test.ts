import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { INSTALL_LINES } from '../support/requires.ts'

const root = join(import.meta.dirname, '../..')
let folder = ''

/** What `npm test` does with that one test file on a machine without Chromium. */
function runTests(source: string, env: Record<string, string>): { lines: string[]; status: number | null } {
  writeFileSync(
    join(folder, 'fixture.test.ts'),
    `import { expect, test } from '@jest/globals'
     import { requires } from '${join(root, 'test/support/requires.ts')}'
     ${source}`,
  )
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/test.mjs'), '--testMatch', join(folder, '*.test.ts')],
    { env: { PATH: folder, ...env }, encoding: 'utf8' },
  )
  return { lines: stdout.trimEnd().split('\n'), status }
}

const needsChromium = `
  const has = requires('chromium')
  has.describe('the first page', () => test('shows readings', () => {}))
  has.test('the manifest is valid', () => {})
  has.test.each([1])('width %i', () => {})
  test('arithmetic', () => expect(1).toBe(1))`

beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache', 'runner-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('tests whose browser is absent are named with the line that installs it', () => {
  const { lines, status } = runTests(needsChromium, { CI: '' })
  expect(lines).toEqual([
    '',
    `Skipped, because chromium is not installed (${INSTALL_LINES.chromium}):`,
    '  the first page shows readings',
    '  the manifest is valid',
    '  width 1',
    '',
    '1 passed, 0 failed, 3 skipped',
  ])
  expect(status).toBe(0)
})

test('in continuous integration an absence is a failure', () => {
  const { lines, status } = runTests(needsChromium, { CI: 'true' })
  expect(lines.at(-1)).toBe('1 passed, 3 failed, 0 skipped')
  expect(status).toBe(1)
})

test('a file that can not be loaded is a failure', () => {
  const { lines, status } = runTests(`import './absent.ts'`, {})
  expect(lines.slice(-2)).toEqual(['', '0 passed, 1 failed, 0 skipped'])
  expect(lines.join('\n')).toContain('fixture.test.ts (did not load)')
  expect(status).toBe(1)
})
