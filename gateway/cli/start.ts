/** `vitalgate start`: runs the gateway until it is told to stop. */
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { createGateway, type Gateway } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { createDemoClinic } from '../demo/clinic.ts'
import { type DemoWearables, startDemoWearables } from '../demo/demoWearables.ts'
import { createLog, type Log } from '../log.ts'
import type { CliContext } from './context.ts'
import { untilStopped } from './untilStopped.ts'

const DASHBOARD_FOLDER = fileURLToPath(new URL('../../dashboard/dist', import.meta.url))
/** The journal's thread died: what holds readings is gone (sysexits: EX_SOFTWARE). */
const EXIT_FATAL = 70

function welcome(gateway: Gateway, config: Config): string {
  const { httpPort, mqttPort, mqttsPort } = gateway
  const mqtt = [
    mqttPort === null ? null : `mqtt://${config.bind}:${mqttPort}`,
    mqttsPort === null ? null : `mqtts://${config.bind}:${mqttsPort}`,
    `ws://localhost:${httpPort}/mqtt`,
  ]
  return `
  Vitalgate is ready

  Dashboard   ${config.publicUrl ?? `http://localhost:${httpPort}`}
  API         http://localhost:${httpPort}/docs
  MQTT        ${mqtt.filter((url) => url !== null).join('  ')}
  Data        ${gateway.store.directory.path}

  Not a certified medical device. In an emergency call your local emergency number (112, 911, 999).
  Stop with Ctrl+C.

`
}

interface StartOptions {
  readonly demo: boolean
}

async function startDemo(gateway: Gateway, context: CliContext, log: Log): Promise<DemoWearables | null> {
  const { mqttPort, store } = gateway
  if (mqttPort === null) {
    log.warn('no demo wearables: MQTT_PORT is off')
    return null
  }
  const { now, randomBytes } = context
  const { credentialsFile, patients, wearables } = await createDemoClinic({ store, now, randomBytes })
  const demo = await startDemoWearables({ url: `mqtt://127.0.0.1:${mqttPort}`, credentialsFile, log })
  context.stdout.write(`  Demo clinic ${patients} invented patients, ${wearables} simulated wearables\n`)
  return demo
}

async function start({ demo }: StartOptions, context: CliContext): Promise<void> {
  const config = readConfig(context.env)
  const log = createLog({ level: config.logLevel })
  const gateway = await createGateway({
    config,
    log,
    version: context.version,
    dashboardFolder: DASHBOARD_FOLDER,
    onFatal(error) {
      log.fatal({ err: error }, 'ingest stopped')
      process.exit(EXIT_FATAL)
    },
  })
  let wearables: DemoWearables | null = null
  try {
    if (demo) wearables = await startDemo(gateway, context, log)
    context.stdout.write(welcome(gateway, config))
    const signal = await untilStopped()
    log.info({ signal }, 'stopping')
  } finally {
    await wearables?.close()
    await gateway.close()
  }
  log.info('stopped')
}

export function startCommand(context: CliContext): Command {
  return new Command('start')
    .option('--demo', 'with a demo clinic: invented patients, simulated wearables over real MQTT', false)
    .option('--no-demo', 'without it (the default, for `npm start -- --no-demo`)')
    .action((options: StartOptions) => start(options, context))
}
