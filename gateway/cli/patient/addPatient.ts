/** `vitalgate patient add`: a patient whom devices can be assigned to. */
import { Command, Option } from 'commander'
import { type NewPatient, SEXES } from '../../store/patientTables.ts'
import type { CliContext } from '../context.ts'
import { askLine } from '../prompt.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'

interface AddOptions {
  readonly name?: string
  readonly birthDate?: string
  readonly sex?: NewPatient['sex']
  readonly json?: boolean
}

export function addPatientCommand(context: CliContext): Command {
  return new Command('add')
    .description('add a patient and print the id')
    .option(
      '--name <name>',
      'as shown on screens; asked for without it, which keeps it out of shell histories',
    )
    .option('--birth-date <date>', 'as in 1950-12-31')
    .addOption(new Option('--sex <sex>', 'administrative').choices([...SEXES]))
    .option('--json', 'print JSON')
    .action((options: AddOptions) =>
      withStore(context, async ({ patients }) => {
        const patient = await patients.create({
          displayName: options.name ?? (await askLine(context, 'Name: ')),
          birthDate: options.birthDate ?? null,
          sex: options.sex ?? null,
        })
        report(context, options, { patient }, () => `Added patient ${patient.id}.`)
      }),
    )
}
