/** `vitalgate user add`: a person who may sign in, with a role. */
import { Command, Option } from 'commander'
import { ROLES, type Role } from '../../store/accountTables.ts'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'
import { newPassword, type PasswordOptions } from './newPassword.ts'

interface AddOptions extends PasswordOptions {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly json?: boolean
}

export function addUserCommand(context: CliContext): Command {
  return new Command('add')
    .description('add a user; the password is asked for, piped in, or made and printed once')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--name <name>', 'as shown on screens')
    .addOption(new Option('--role <role>', 'what they may do').choices([...ROLES]).makeOptionMandatory())
    .addOption(new Option('--password-stdin', 'read the password from standard input').conflicts('generate'))
    .option('--generate', 'make a password and print it, once')
    .option('--json', 'print JSON')
    .action((options: AddOptions) =>
      withStore(context, async ({ users }) => {
        const { email, name, role } = options
        const password = await newPassword(context, options)
        const user = await users.create({ email, name, role, password })
        const shown = options.generate ? { user, password } : { user }
        report(context, options, shown, () =>
          [
            `Added ${user.role} ${user.email}.`,
            ...(options.generate ? [`  password (shown once)  ${password}`] : []),
          ].join('\n'),
        )
      }),
    )
}
