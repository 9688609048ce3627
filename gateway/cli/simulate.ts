/** `vitalgate simulate`: wearables that do not exist, over MQTT that does. */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import type { Credential } from '../../devices/simulator/credential.ts'
import { readConfig } from '../config.ts'
import { readCredentials, writeCredentials } from '../credentialsFile.ts'
import { failure } from '../failures.ts'
import type { CliContext } from './context.ts'
import { duration } from './duration.ts'
import { positiveInteger, positiveNumber } from './positiveNumber.ts'
import { report } from './report.ts'
import { connectFleet, type FleetCounts } from './simulate/connectFleet.ts'
import { ensureSimulatedWearables } from './simulate/simulatedWearables.ts'
import { startStatusLine } from './statusLine.ts'
import { untilOrphaned } from './untilOrphaned.ts'
import { untilStopped } from './untilStopped.ts'
import { withStore } from './withStore.ts'

interface SimulateOptions {
  readonly devices?: number
  readonly url?: string
  readonly credentials?: string
  readonly seed: string
  readonly duration?: number
  readonly speed: number
  readonly json?: boolean
}

const DEFAULT_DEVICES = 12
/** In DATA_DIR: tokens of what this command registered. */
const CREDENTIALS_FILE = 'simulated.json'
const GOODBYE_MS = 5000

const HELP = `
Without --credentials it works on the gateway's own machine: it registers sim-001, sim-002 … in the store of
DATA_DIR and keeps their tokens in DATA_DIR/${CREDENTIALS_FILE}, which only you may read.
A credentials file is a JSON array of { "id", "token", "kind" }; kinds are wrist, oximeter, patch, cuff, scale
(JSON), ring (SenML), chestStrap, gattCuff, glucoseMeter (Bluetooth GATT) and bridge (Theengs, with
"prefix" and "sensors": [{ "kind": "band", "address": "C0FFEE000001" }]).
Bodies have day and night, walks and meals; sensors shake, fall off and fall silent, then upload what they
missed with its true times. All values are invented.

Examples:
  vitalgate simulate --devices 100
  vitalgate simulate --devices 3 --duration 10m --speed 24 --seed ward-b`

async function credentialsOf(context: CliContext, options: SimulateOptions): Promise<Credential[]> {
  if (options.credentials !== undefined) {
    const credentials = readCredentials(options.credentials)
    if (credentials) return credentials.slice(0, options.devices ?? credentials.length)
    throw failure('invalidRequest', `There is no file ${options.credentials}.`, {
      field: '--credentials',
      given: options.credentials,
      allowed: 'a file of credentials, or none to register wearables here',
    })
  }
  return withStore(context, async (store) => {
    const file = join(store.directory.path, CREDENTIALS_FILE)
    const known = readCredentials(file) ?? []
    const wanted = await ensureSimulatedWearables(store, options.devices ?? DEFAULT_DEVICES, known)
    const others = known.filter(({ id }) => !wanted.some((credential) => credential.id === id))
    writeCredentials(file, [...wanted, ...others])
    return wanted
  })
}

function progress(counts: FleetCounts, sinceMs: number, sentBefore: number): string {
  const perSecond = sinceMs > 0 ? ((counts.sent - sentBefore) * 1000) / sinceMs : 0
  const waiting = counts.outstanding > 0 ? ` · ${counts.outstanding} waiting` : ''
  const overflowed = counts.overflowed > 0 ? ` · ${counts.overflowed} lost: memory full` : ''
  return (
    `${counts.connected} of ${counts.devices} connected · ${perSecond.toFixed(1)} messages/s · ` +
    `${counts.acknowledged} acknowledged · ${counts.refused} refused${waiting}${overflowed}`
  )
}

async function simulate(context: CliContext, options: SimulateOptions): Promise<void> {
  const { now, stderr } = context
  const url = options.url ?? `mqtt://127.0.0.1:${readConfig(context.env).mqttPort}`
  const credentials = await credentialsOf(context, options)
  const told = Promise.race([untilStopped(), untilOrphaned()])
  const beganMs = now()
  const problems: string[] = []
  const fleet = await connectFleet({
    url,
    credentials,
    seed: options.seed,
    speed: options.speed,
    utcOffsetMs: -new Date(beganMs).getTimezoneOffset() * 60_000,
    now,
    onLockedOut(id, error) {
      problems.push(error.message)
      if (!options.json) stderr.write(`${id} is not connected: ${error.message || 'no answer'}\n`)
    },
  })
  if (problems.length === credentials.length) {
    await fleet.close(0)
    throw failure('upstreamUnavailable', `No wearable could connect to ${url}.`, {
      field: '--url',
      given: url,
      allowed: 'the address of a running gateway that knows these devices',
    })
  }

  let lastMs = beganMs
  let last = fleet.counts()
  const line = () => {
    const text = progress(fleet.counts(), now() - lastMs, last.sent)
    lastMs = now()
    last = fleet.counts()
    return text
  }
  const status = options.json ? null : startStatusLine({ stream: stderr, line, terminalEveryMs: 1000 })
  await Promise.race([
    told,
    ...(options.duration === undefined ? [] : [sleep(options.duration, undefined, { ref: false })]),
  ])
  status?.close()
  await fleet.close(GOODBYE_MS)
  const counts = fleet.counts()
  const seconds = (now() - beganMs) / 1000
  report(
    context,
    options,
    { url, seconds, ...counts, connected: counts.devices - problems.length },
    () =>
      `${counts.devices} wearables in ${seconds.toFixed(0)} s: ${counts.sent} sent, ` +
      `${counts.acknowledged} acknowledged, ${counts.refused} refused, ${counts.outstanding} unanswered`,
  )
}

export function simulateCommand(context: CliContext): Command {
  return new Command('simulate')
    .option(
      '--devices <n>',
      `how many wearables; ${DEFAULT_DEVICES}, or all of the credentials file`,
      positiveInteger,
    )
    .option('--url <url>', 'mqtt://, mqtts://, ws:// or wss:// of the gateway; this machine, MQTT_PORT')
    .option('--credentials <file>', 'devices that are registered already')
    .option('--seed <text>', 'the same seed gives the same bodies, sensors and mishaps', 'vitalgate')
    .option('--duration <time>', 'end after 90s, 10m, 2h …; without it at Ctrl+C', duration)
    .option('--speed <factor>', 'let the wearers live faster; times on messages stay true', positiveNumber, 1)
    .option('--json', 'print a summary as JSON at the end')
    .addHelpText('after', HELP)
    .action((options: SimulateOptions) => simulate(context, options))
}
