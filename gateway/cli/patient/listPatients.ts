/** `vitalgate patient list`: who can be given a device. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { table } from '../table.ts'
import { withStore } from '../withStore.ts'

export function listPatientsCommand(context: CliContext): Command {
  return new Command('list')
    .description('list patients with their ids')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      withStore(context, async (store) => {
        const patients = await store.patients.list()
        report(context, options, patients, () =>
          patients.length === 0
            ? `No patients in ${store.directory.path}. Add one: vitalgate patient add`
            : table(
                ['ID', 'NAME', 'BORN', 'SEX'],
                patients.map(({ id, displayName, birthDate, sex }) => [
                  id,
                  displayName,
                  birthDate ?? '-',
                  sex ?? '-',
                ]),
              ),
        )
      }),
    )
}
