/** `vitalgate device revoke`: lets a device in no more, for good. */
import { Command } from 'commander'
import { confirmByTyping } from '../confirm.ts'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'

export function revokeDeviceCommand(context: CliContext): Command {
  return new Command('revoke')
    .description('let a device in no more, for good; its readings stay')
    .argument('<id>', 'the device')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((id: string, options: { yes?: boolean; json?: boolean }) =>
      withStore(context, async ({ devices }) => {
        const known = await devices.find(id)
        if (known !== null && known.revokedAtMs === null && !options.yes) {
          await confirmByTyping(
            context,
            id,
            `${id} is disconnected and can never connect again under this id.`,
          )
        }
        const device = await devices.revoke(id)
        report(context, options, { device }, () => `Revoked ${id}.`)
      }),
    )
}
