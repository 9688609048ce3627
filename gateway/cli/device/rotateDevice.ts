/** `vitalgate device rotate`: a new token in place of the old one. */
import { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'
import { credentialsText } from './credentialsText.ts'

export function rotateDeviceCommand(context: CliContext): Command {
  return new Command('rotate')
    .description('give a device a new token; the old one is good no more, at once')
    .argument('<id>', 'the device')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) =>
      withStore(context, async ({ devices }, config) => {
        const registered = await devices.rotate(id)
        report(context, options, registered, () =>
          credentialsText(`Renewed the token of ${id}.`, registered, config),
        )
      }),
    )
}
