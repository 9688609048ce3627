/** Says what went wrong: what happened, which value, what is allowed, what to do. */
import { type FailureCode, isFailure } from '../failures.ts'
import type { CliContext } from './context.ts'
import { printable } from './printable.ts'

interface Advice {
  readonly exitCode: 1 | 2
  /** What to do; '' where the message says it. */
  readonly advice: string
}

/** Codes that only the API meets say what to do in their message. */
const ADVICE: Partial<Record<FailureCode, Advice>> = {
  notFound: { exitCode: 1, advice: 'see what is there with the `list` command beside this one' },
  invalidRequest: { exitCode: 2, advice: 'correct the value; add --help to see what is allowed' },
  conflict: { exitCode: 1, advice: 'nothing was changed; see what is there with the `list` command' },
  storeUnavailable: { exitCode: 1, advice: 'run `vitalgate doctor`' },
  upstreamUnavailable: { exitCode: 1, advice: 'run `vitalgate doctor`' },
  configurationInvalid: { exitCode: 1, advice: 'correct the environment and run the command again' },
  internal: { exitCode: 1, advice: 'report it, with the command and this text' },
}

function lines(facts: Readonly<Record<string, unknown>>, advice: string): string[] {
  const rows = [
    ['field', facts.field],
    ['given', facts.given],
    ['allowed', facts.allowed],
    ['do', advice === '' ? undefined : advice],
  ]
  return rows
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `  ${String(name).padEnd(8)} ${printable([value].flat().join(', '))}`)
}

/** @returns the exit code */
export function printFailure(error: unknown, { stderr }: CliContext, asJson: boolean): number {
  const expected = isFailure(error)
  const code = expected ? error.code : 'internal'
  const { exitCode, advice } = ADVICE[code] ?? { exitCode: 1, advice: '' }
  const facts = expected ? error.facts : {}
  const message = expected ? error.message : `Unexpected: ${error instanceof Error ? error.message : error}`
  if (asJson) stderr.write(`${JSON.stringify({ error: { code, message, facts } })}\n`)
  else stderr.write(`${[`error: ${message}`, ...lines(facts, advice)].join('\n')}\n`)
  // A bug: where it happened is worth more than a tidy screen.
  if (!expected && error instanceof Error && !asJson) stderr.write(`${error.stack}\n`)
  return exitCode
}
