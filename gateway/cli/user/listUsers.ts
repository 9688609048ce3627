/** `vitalgate user list`: people who may sign in, no secrets. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { table } from '../table.ts'
import { withStore } from '../withStore.ts'

export function listUsersCommand(context: CliContext): Command {
  return new Command('list')
    .description('list users with their roles')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      withStore(context, async (store) => {
        const users = await store.users.list()
        report(context, options, users, () =>
          users.length === 0
            ? `No users in ${store.directory.path}. Add one: vitalgate user add --email ADDRESS --name NAME --role admin`
            : table(
                ['EMAIL', 'NAME', 'ROLE', 'STATE'],
                users.map(({ email, name, role, suspended }) => [
                  email,
                  name,
                  role ?? '-',
                  suspended ? 'suspended' : 'active',
                ]),
              ),
        )
      }),
    )
}
