/** Process entry of the `vitalgate` command. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runProgram } from './program.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

// `vitalgate device list | head -1` closes our output early: that is the reader's choice, no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version,
  now: Date.now,
  randomBytes,
})
