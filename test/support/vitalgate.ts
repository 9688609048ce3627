/** Runs the `vitalgate` command as people do: the real process, with an environment of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ROOT } from './sourceFiles.ts'

export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** All of it but PATH. */
  readonly env: Readonly<Record<string, string>>
  /** Standard input; closed at once without it. */
  readonly input?: string
}

export async function vitalgate(args: readonly string[], { env, input }: RunOptions): Promise<Ran> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'gateway', 'cli', 'main.ts'), ...args],
    { env: { PATH: process.env.PATH, ...env }, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  // A command that does not read may be gone before its input is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { exitCode, stdout, stderr }
}
