/** `vitalgate device unassign`: ends a device's assignment; what was stays known. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { isoTime } from '../optionValues.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'

export function unassignDeviceCommand(context: CliContext): Command {
  return new Command('unassign')
    .description('end the assignment of a device')
    .argument('<id>', 'the device or sensor')
    .option('--at <time>', 'readings measured from then on are nobody’s; now without it', isoTime)
    .option('--json', 'print JSON')
    .action((id: string, { at, json }: { at?: number; json?: boolean }) =>
      withStore(context, async ({ assignments }) => {
        const assignment = await assignments.end(id, at ?? context.now())
        report(context, { json }, { assignment }, () => {
          const until = new Date(assignment.untilMs ?? 0).toISOString()
          return `Ended the assignment of ${id} to patient ${assignment.patientId} at ${until}.`
        })
      }),
    )
}
