/** `vitalgate doctor`: one line a check, and how to repair what fails. */
import { Command, CommanderError } from 'commander'
import type { CliContext } from './context.ts'
import { examine } from './doctor/examine.ts'
import type { Finding, FindingState } from './doctor/finding.ts'
import { report } from './report.ts'

const MARKS: Record<FindingState, string> = { ok: 'ok', skipped: '-', warning: 'warn', failed: 'FAIL' }

function lines(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  return findings
    .flatMap(({ name, state, detail, fix }) => [
      `${MARKS[state].padEnd(4)}  ${name.padEnd(width)}  ${detail}`,
      ...(fix === '' ? [] : [`${' '.repeat(width + 8)}fix: ${fix}`]),
    ])
    .join('\n')
}

export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code: 0 nothing failed (warnings may stand), 1 a check failed.')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine({ ...context, nodeVersion: process.versions.node })
      const healthy = findings.every(({ state }) => state !== 'failed')
      report(context, options, { healthy, findings }, () => lines(findings))
      if (!healthy) throw new CommanderError(1, 'doctor.failed', 'a check failed')
    })
}
