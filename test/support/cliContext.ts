/** A command's surroundings in memory, for what a real process can not be asked: a terminal, a clock, its memory. */
import { PassThrough } from 'node:stream'
import type { CliContext } from '../../gateway/cli/context.ts'
import { sequentialBytes } from './sequentialBytes.ts'

export interface CliContextOptions {
  readonly env?: Readonly<Record<string, string>>
  /** True: standard input is a terminal. */
  readonly terminal?: boolean
}

export interface TestContext extends CliContext {
  readonly stdin: PassThrough & { isTTY?: boolean }
  /** What was written so far. */
  readonly written: () => { stdout: string; stderr: string }
}

export function cliContext({ env = {}, terminal = false }: CliContextOptions = {}): TestContext {
  const stdin = Object.assign(new PassThrough(), terminal ? { isTTY: true, setRawMode: () => stdin } : {})
  const collected = { stdout: '', stderr: '' }
  const collecting = (name: keyof typeof collected) =>
    new PassThrough().on('data', (chunk: Buffer) => {
      collected[name] += chunk.toString()
    })
  return {
    env,
    stdin,
    stdout: collecting('stdout'),
    stderr: collecting('stderr'),
    version: '0.0.0-test',
    now: () => Date.UTC(2026, 10, 20, 12),
    randomBytes: sequentialBytes(),
    written: () => ({ ...collected }),
  }
}
