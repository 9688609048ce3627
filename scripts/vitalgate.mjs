#!/usr/bin/env node
/** The `vitalgate` command: runs gateway/cli/main.ts under Node 24, in place of this process where that is possible. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { findNode, ROOT } from './find-node.mjs'

const node = findNode()
const installed = existsSync(join(ROOT, 'node_modules', '.package-lock.json'))

const args = [
  // V8's usual 48 MB of young generation swell a process that keeps its readings elsewhere: 233 MB resident with
  // the demo clinic, 210 with this, the same CPU a message
  '--max-semi-space-size=4',
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'gateway', 'cli', 'main.ts'),
  ...process.argv.slice(2),
]
const env = {
  // stripped and compiled sources: without them each thread loads a compiler of its own (0.3 s, 40 MB)
  NODE_COMPILE_CACHE: join(ROOT, '.cache', 'node'),
  ...process.env,
}

if (!node || !installed) {
  console.error(
    'Vitalgate is not set up yet: run `npm start` (or `node scripts/bootstrap.mjs`) in its folder.',
  )
  process.exitCode = 1
} else if (process.execve && process.platform !== 'win32') {
  process.removeAllListeners('warning').on('warning', () => {})
  process.execve(node.path, [node.path, ...args], env)
} else {
  const child = spawn(node.path, args, { stdio: 'inherit', env })
  // A terminal sends Ctrl-C to both processes: passed on as well, it would count twice.
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  if (process.stdin.isTTY) process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}
