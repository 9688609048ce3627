/** `vitalgate user suspend` and `restore`: takes the right to sign in away, and gives it back. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'

export function suspendUserCommand(context: CliContext): Command {
  return new Command('suspend')
    .description('let a user sign in no more, until restored')
    .argument('<email>', 'the user')
    .option('--json', 'print JSON')
    .action((email: string, options: { json?: boolean }) =>
      withStore(context, async ({ users }) => {
        const user = await users.suspend(email)
        report(context, options, { user }, () => `Suspended ${user.email}.`)
      }),
    )
}

export function restoreUserCommand(context: CliContext): Command {
  return new Command('restore')
    .description('let a suspended user sign in again')
    .argument('<email>', 'the user')
    .option('--json', 'print JSON')
    .action((email: string, options: { json?: boolean }) =>
      withStore(context, async ({ users }) => {
        const user = await users.restore(email)
        report(context, options, { user }, () => `Restored ${user.email}.`)
      }),
    )
}
