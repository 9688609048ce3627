/** Asks on the terminal; answers come from standard input, questions go to standard error. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { failure } from '../failures.ts'
import type { CliContext } from './context.ts'

/** @returns '' where input ends without an answer */
export async function askLine({ stdin, stderr }: CliContext, question: string): Promise<string> {
  stderr.write(question)
  const lines = createInterface({ input: stdin })
  const [answer] = await Promise.race([once(lines, 'line'), once(lines, 'close')])
  lines.close()
  return typeof answer === 'string' ? answer : ''
}

/** What is typed is not shown. @throws Failure invalidRequest where there is no terminal */
export async function askHidden({ stdin, stderr }: CliContext, question: string): Promise<string> {
  if (!stdin.isTTY) {
    throw failure('invalidRequest', 'There is no terminal to type a password on.', {
      field: 'password',
      allowed: '--password-stdin, or --generate',
    })
  }
  stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true })
  // Ctrl-C closes as well: no answer.
  const [answer] = await Promise.race([once(lines, 'line'), once(lines, 'close')])
  lines.close()
  stderr.write('\n')
  return typeof answer === 'string' ? answer : ''
}

/** All of standard input, without the line end that a pipe adds. */
export async function readInput({ stdin }: CliContext): Promise<string> {
  return (await text(stdin)).replace(/\r?\n$/, '')
}
