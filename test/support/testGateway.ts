/** A whole gateway inside the test: ports of its own, a data directory of its own, its log in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { createGateway, type Gateway } from '../../gateway/app.ts'
import { readConfig } from '../../gateway/config.ts'
import { createLog } from '../../gateway/log.ts'

export interface TestGateway {
  readonly gateway: Gateway
  readonly dataDir: string
  readonly logLines: readonly string[]
  /** Of every device registered here. */
  readonly tokens: ReadonlyMap<string, string>
  url(path: string): string
  json(path: string): Promise<Record<string, unknown>>
  /** Registers a device and connects as it. */
  connectDevice(id: string): Promise<MqttClient>
  /** The same data directory, another run. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function createTestGateway(env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'vitalgate-gateway-'))
  const logLines: string[] = []
  const clients: MqttClient[] = []
  const tokens = new Map<string, string>()

  const open = () =>
    createGateway({
      config: readConfig({
        HTTP_PORT: '0',
        MQTT_PORT: '0',
        MESSAGES_PER_SECOND: '0',
        ...env,
        DATA_DIR: dataDir,
      }),
      log: createLog({ level: 'trace', destination: { write: (line) => void logLines.push(line) } }),
      version: '0.0.0-test',
      dashboardFolder: join(dataDir, 'no-dashboard'),
      onFatal(error) {
        throw error
      },
    })
  let gateway = await open()

  async function disconnect(): Promise<void> {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
  }

  const url = (path: string) => `http://127.0.0.1:${gateway.httpPort}${path}`

  return {
    get gateway() {
      return gateway
    },
    dataDir,
    logLines,
    tokens,
    url,
    async json(path) {
      const response = await fetch(url(path))
      return (await response.json()) as Record<string, unknown>
    },
    async connectDevice(id) {
      let token = tokens.get(id)
      if (token === undefined) {
        token = (await gateway.store.devices.register({ id, kind: 'device' })).token as string
        tokens.set(id, token)
      }
      const client = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPort}`, {
        clientId: id,
        username: id,
        password: token,
        reconnectPeriod: 0,
      })
      clients.push(client)
      return client
    },
    async restart() {
      await disconnect()
      await gateway.close()
      gateway = await open()
    },
    async close() {
      await disconnect()
      await gateway.close()
      if (env.DATA_DIR === undefined) rmSync(dataDir, { recursive: true })
    },
  }
}
