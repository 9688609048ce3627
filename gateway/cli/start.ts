/** `vitalgate start`: runs the gateway until it is told to stop. */
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { createGateway, type Gateway } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
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

async function start(context: CliContext): Promise<void> {
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
  context.stdout.write(welcome(gateway, config))
  const signal = await untilStopped()
  log.info({ signal }, 'stopping')
  await gateway.close()
  log.info('stopped')
}

export function startCommand(context: CliContext): Command {
  return new Command('start').action(() => start(context))
}
