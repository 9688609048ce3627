#!/usr/bin/env node
/** The `vitalgate` command: runs gateway/cli/main.ts under Node 24, in this process or in one of its own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, ROOT } from './find-node.mjs'

const program = join(ROOT, 'gateway', 'cli', 'main.ts')
const node = findNode()

const installed = existsSync(join(ROOT, 'node_modules', '.package-lock.json'))

if (!node || !installed) {
  console.error(
    'Vitalgate is not set up yet: run `npm start` (or `node scripts/bootstrap.mjs`) in its folder.',
  )
  process.exitCode = 1
} else if (node.path === process.execPath) {
  await import(pathToFileURL(program))
} else {
  const child = spawn(node.path, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to both processes: passed on as well, it would count twice.
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  if (process.stdin.isTTY) process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}
