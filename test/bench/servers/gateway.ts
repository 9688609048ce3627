/** The complete gateway, a process of its own: followers, HTTP and screens included, nobody watching them. */
import { tmpdir } from 'node:os'
import { createGateway, type Gateway } from '../../../gateway/app.ts'
import { readConfig } from '../../../gateway/config.ts'
import { createLog } from '../../../gateway/log.ts'
import { LATEST_CURSOR } from '../../../gateway/reading/latest.ts'
import { eventually } from '../../support/eventually.ts'
import { serveCommands } from '../process/serveCommands.ts'
import type { OpenedProduct, OpenProductArgs } from './vitalgate.ts'

const FOLLOWED_TIMEOUT_MS = 60_000
let gateway: Gateway | null = null

async function open({ dataDir }: OpenProductArgs): Promise<OpenedProduct> {
  gateway = await createGateway({
    config: readConfig({ DATA_DIR: dataDir, HTTP_PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'warn' }),
    log: createLog({ level: 'warn' }),
    version: 'benchmark',
    dashboardFolder: tmpdir(),
    onFatal(error) {
      throw error
    },
  })
  return { port: gateway.mqttPort! }
}

/** Until whoever follows the journal has read all of it. */
async function followed(): Promise<null> {
  const { reader, store } = gateway!
  await eventually(
    async () => (await store.cursors.read(LATEST_CURSOR)) === (await reader.lastPosition()),
    FOLLOWED_TIMEOUT_MS,
  )
  return null
}

async function close(): Promise<null> {
  await gateway?.close()
  return null
}

serveCommands({ open, followed, close })
