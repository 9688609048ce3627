import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { script } from '../../support/script.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const { dashboardIsBuilt, recordDashboardBuild } = await script('dashboard-build')
const root = temporaryFolder()

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function build(): Promise<void> {
  await recordDashboardBuild(root, () => write('dashboard/dist/index.html', 'built'))
}

test('the dashboard is built again only when something that it is made of changed', async () => {
  write('dashboard/src/main.tsx', 'one')
  write('devices/vitals.ts', 'one')
  expect(dashboardIsBuilt(root)).toBe(false)
  await build()
  expect(dashboardIsBuilt(root)).toBe(true)
  write('gateway/main.ts', 'no part of it')
  expect(dashboardIsBuilt(root)).toBe(true)
  write('devices/vitals.ts', 'two')
  expect(dashboardIsBuilt(root)).toBe(false)
  await build()
  write('dashboard/src/new.tsx', 'more')
  expect(dashboardIsBuilt(root)).toBe(false)
})

test('a build that fails is not remembered', async () => {
  const failing = recordDashboardBuild(root, () => {
    throw new Error('syntax')
  })
  await expect(failing).rejects.toThrow('syntax')
  expect(dashboardIsBuilt(root)).toBe(false)
})
