import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { script } from '../../support/script.ts'
import { ROOT } from '../../support/sourceFiles.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const { withInstallLock } = await script('install-lock')
const folder = temporaryFolder()

test('two processes never work at the same time', async () => {
  const file = join(folder, 'two.lock')
  const journal = join(folder, 'two.txt')
  const program = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout as sleep } from 'node:timers/promises'
    import { withInstallLock } from '${pathToFileURL(join(ROOT, 'scripts/install-lock.mjs'))}'
    await withInstallLock('${file}', () => {}, async () => {
      appendFileSync('${journal}', '<')
      await sleep(100)
      appendFileSync('${journal}', '>')
    })`
  const processes = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '-e', program]))
  await Promise.all(processes.map((child) => once(child, 'exit')))
  expect(readFileSync(journal, 'utf8')).toBe('<><><>')
  expect(existsSync(file)).toBe(false)
})

test('the lock of a killed process is taken over', async () => {
  const file = join(folder, 'killed.lock')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  writeFileSync(file, String(child.pid))
  expect(
    await withInstallLock(
      file,
      () => {},
      () => 'worked',
    ),
  ).toBe('worked')
})

test('the lock of a killed machine is taken over, though its number is in use again', async () => {
  const file = join(folder, 'old.lock')
  writeFileSync(file, String(process.ppid))
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(file, longAgo, longAgo)
  expect(
    await withInstallLock(
      file,
      () => {},
      () => 'worked',
    ),
  ).toBe('worked')
})

test('the lock is free again after a failure', async () => {
  const file = join(folder, 'failed.lock')
  const work = () => {
    throw new Error('no network')
  }
  await expect(withInstallLock(file, () => {}, work)).rejects.toThrow('no network')
  expect(existsSync(file)).toBe(false)
})
