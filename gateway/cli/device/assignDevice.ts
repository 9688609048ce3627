/** `vitalgate device assign`: from when on a device's readings are a patient's. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { isoTime, wholeNumber } from '../optionValues.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'

interface AssignOptions {
  readonly patient: string
  readonly from?: number
  readonly preference?: number
  readonly json?: boolean
}

export function assignDeviceCommand(context: CliContext): Command {
  return new Command('assign')
    .description('assign a device to a patient until further notice')
    .argument('<id>', 'the device or sensor')
    .requiredOption('--patient <id>', 'the patient, see `vitalgate patient list`')
    .option('--from <time>', 'readings measured from then on are the patient’s; now without it', isoTime)
    .option(
      '--preference <n>',
      'where devices of a patient measure the same, the greatest is preferred',
      wholeNumber,
    )
    .option('--json', 'print JSON')
    .action((id: string, { patient, from, preference, json }: AssignOptions) =>
      withStore(context, async ({ assignments }) => {
        const assignment = await assignments.assign({
          deviceId: id,
          patientId: patient,
          fromMs: from ?? context.now(),
          preference: preference ?? 0,
        })
        report(context, { json }, { assignment }, () => {
          const since = new Date(assignment.fromMs).toISOString()
          return `Assigned ${id} to patient ${patient} from ${since}.`
        })
      }),
    )
}
