/** `vitalgate device add`: registers a device, bridge or sensor and prints its credentials once. */
import { Command, Option } from 'commander'
import { createAssignmentStore } from '../../store/assignments.ts'
import { createDeviceStore, type Registered } from '../../store/devices.ts'
import { DEVICE_KINDS, type DeviceKind } from '../../store/deviceTable.ts'
import type { Store } from '../../store/openStore.ts'
import type { CliContext } from '../context.ts'
import { wholeNumber } from '../optionValues.ts'
import { report } from '../report.ts'
import { withStore } from '../withStore.ts'
import { credentialsText } from './credentialsText.ts'

interface AddOptions {
  readonly kind: DeviceKind
  readonly label?: string
  readonly prefix?: string
  readonly bridge?: string
  readonly address?: string
  readonly rate?: number
  readonly interval?: number
  /** True without a value. */
  readonly certificate?: true | string
  readonly patient?: string
  readonly json?: boolean
}

function certificateOf(option: AddOptions['certificate']): { fingerprint: string | null } | null {
  if (option === undefined) return null
  return { fingerprint: option === true ? null : option.replaceAll(':', '').toLowerCase() }
}

/** Device and assignment together or not at all. */
function add(store: Store, id: string, options: AddOptions, context: CliContext): Promise<Registered> {
  return store.database.db.transaction().execute(async (transaction) => {
    const registered = await createDeviceStore(transaction, context).register({
      id,
      kind: options.kind,
      label: options.label ?? '',
      prefix: options.prefix ?? null,
      bridgeId: options.bridge ?? null,
      address: options.address ?? null,
      messagesPerSecond: options.rate ?? null,
      intervalS: options.interval ?? null,
      certificate: certificateOf(options.certificate),
    })
    if (options.patient !== undefined) {
      await createAssignmentStore(transaction, context).assign({
        deviceId: id,
        patientId: options.patient,
      })
    }
    return registered
  })
}

export function addDeviceCommand(context: CliContext): Command {
  return new Command('add')
    .description('register a device and print its credentials, once')
    .argument('<id>', 'its client id, user name and topic level: A-Z a-z 0-9 . _ : -')
    .addOption(new Option('--kind <kind>', 'what it is').choices([...DEVICE_KINDS]).default('device'))
    .option('--label <text>', 'where it is or what it is; no names of people')
    .option('--prefix <topic>', 'bridge: topic below which it publishes (its id without this)')
    .option('--bridge <id>', 'sensor: the bridge that hears it')
    .option('--address <mac>', 'sensor: its Bluetooth address')
    .option('--rate <n>', 'messages a second before it is made to wait; 0: no limit', wholeNumber)
    .option('--interval <seconds>', 'how often it is expected to publish', wholeNumber)
    .option(
      '--certificate [fingerprint]',
      'let it in by client certificate instead of a token: any of TLS_CLIENT_CA with its id as common name, or only the one with this SHA-256',
    )
    .option('--patient <id>', 'assign it to this patient from now on')
    .option('--json', 'print JSON')
    .action((id: string, options: AddOptions) =>
      withStore(context, async (store, config) => {
        const registered = await add(store, id, options, context)
        report(context, options, registered, () =>
          credentialsText(`Registered ${registered.device.kind} ${id}.`, registered, config),
        )
      }),
    )
}
