/** `vitalgate device`: who may publish, and whose readings theirs are. */
import { Command } from 'commander'
import type { CliContext } from './context.ts'
import { addDeviceCommand } from './device/addDevice.ts'
import { assignDeviceCommand } from './device/assignDevice.ts'
import { listDevicesCommand } from './device/listDevices.ts'
import { revokeDeviceCommand } from './device/revokeDevice.ts'
import { rotateDeviceCommand } from './device/rotateDevice.ts'
import { unassignDeviceCommand } from './device/unassignDevice.ts'

const HELP = `
Examples:
  vitalgate device add wrist-07 --label "bed 7" --patient 6f0c…
  vitalgate device add hall-gw --kind bridge --prefix home
  vitalgate device add scale-1 --kind sensor --bridge hall-gw --address A4:C1:38:0A:0B:0C
  vitalgate device assign wrist-07 --patient 6f0c… --from 2026-11-20T12:00:00Z`

export function deviceCommand(context: CliContext): Command {
  return new Command('device')
    .addCommand(addDeviceCommand(context))
    .addCommand(listDevicesCommand(context))
    .addCommand(rotateDeviceCommand(context))
    .addCommand(revokeDeviceCommand(context))
    .addCommand(assignDeviceCommand(context))
    .addCommand(unassignDeviceCommand(context))
    .addHelpText('after', HELP)
}
