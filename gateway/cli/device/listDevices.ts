/** `vitalgate device list`: every device with its state, no secrets. */
import { Command } from 'commander'
import type { Device } from '../../store/deviceTable.ts'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { table } from '../table.ts'
import { withStore } from '../withStore.ts'

function credentialWord(device: Device): string {
  if (device.revokedAtMs !== null) return 'revoked'
  if (device.kind === 'sensor') return `via ${device.bridgeId}`
  const words = [device.hasToken ? 'token' : '', device.certificate ? 'certificate' : '']
  return words.filter((word) => word !== '').join(', ')
}

export function listDevicesCommand(context: CliContext): Command {
  return new Command('list')
    .description('list devices, bridges and sensors with the patient each is assigned to')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      withStore(context, async ({ devices, assignments, directory }) => {
        const open = (await assignments.list()).filter(({ untilMs }) => untilMs === null)
        const patientOf = new Map(open.map(({ deviceId, patientId }) => [deviceId, patientId]))
        const rows = (await devices.list()).map((device) => ({
          ...device,
          patientId: patientOf.get(device.id) ?? null,
        }))
        report(context, options, rows, () =>
          rows.length === 0
            ? `No devices in ${directory.path}. Register one: vitalgate device add ID`
            : table(
                ['ID', 'KIND', 'LABEL', 'CREDENTIAL', 'PATIENT'],
                rows.map((row) => [row.id, row.kind, row.label, credentialWord(row), row.patientId ?? '-']),
              ),
        )
      }),
    )
}
