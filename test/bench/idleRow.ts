/** What one idle connection takes of a server's memory: resident bytes with all of them less those with none. */
import { join } from 'node:path'
import { startMosquitto } from './chain/mosquitto.ts'
import type { ConnectArgs, LoadDevice } from './load/generator.ts'
import { residentBytes } from './measure/residentBytes.ts'
import { startChild } from './process/startChild.ts'
import { registerFleet } from './servers/fleet.ts'
import { PRODUCT_NODE_OPTIONS } from './servers/productNodeOptions.ts'
import type { OpenedProduct, OpenProductArgs } from './servers/vitalgate.ts'

export interface IdleRow {
  readonly connections: number
  /** What stays once V8 has collected and compacted. */
  readonly productBytes: number
  /** As ten thousand handshakes leave it: their garbage stays until memory is short. */
  readonly productBytesBeforeCollection: number
  readonly mosquittoBytes: number
  readonly reached: boolean
}

export interface IdleRowOptions {
  readonly mosquitto: string
  readonly folder: string
  readonly scale: number
  readonly say: (line: string) => void
}

export const IDLE_TARGET_BYTES = 16 * 1024
const CONNECTIONS = 10_000
/** They come and go first, so that code and pools are there before the count begins. */
const WARM_UP_CONNECTIONS = 500
const KEEP_ALIVE_S = 300
const SETTLE_MS = 3_000
const CONNECT_TIMEOUT_MS = 120_000

interface Idle {
  readonly none: number
  readonly all: number
  readonly allCollected: number
}

async function measureIdle(
  pid: number,
  port: number,
  devices: readonly LoadDevice[],
  collect: () => Promise<unknown>,
): Promise<Idle> {
  const generator = startChild({ script: new URL('./load/generator.ts', import.meta.url) })
  const connect = (some: readonly LoadDevice[]) =>
    generator.ask(
      'connect',
      { port, devices: some, inFlight: 0, readings: 1, keepAliveS: KEEP_ALIVE_S } satisfies ConnectArgs,
      CONNECT_TIMEOUT_MS,
    )
  // memory has no event to wait for: garbage and pools settle with time alone
  const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  try {
    await connect(devices.slice(0, WARM_UP_CONNECTIONS))
    await generator.ask('disconnect')
    await settle()
    await collect()
    const none = residentBytes(pid)
    await connect(devices)
    await settle()
    const all = residentBytes(pid)
    await collect()
    return { none, all, allCollected: residentBytes(pid) }
  } finally {
    await generator.close()
  }
}

async function measureProduct(folder: string, connections: number): Promise<Idle> {
  const devices = await registerFleet(folder, connections)
  const script = new URL('./servers/vitalgate.ts', import.meta.url)
  const server = startChild({ script, nodeOptions: [...PRODUCT_NODE_OPTIONS, '--expose-gc'] })
  try {
    const { port } = await server.ask<OpenedProduct>('open', { dataDir: folder } satisfies OpenProductArgs)
    return await measureIdle(server.pid, port, devices, () => server.ask('collectGarbage'))
  } finally {
    await server.close()
  }
}

async function measureMosquitto(path: string, folder: string, connections: number): Promise<Idle> {
  const devices = Array.from({ length: connections }, (_, i) => ({ id: `idle-${i}`, token: 'none' }))
  const server = await startMosquitto({ path, folder })
  try {
    return await measureIdle(server.pid, server.port, devices, async () => {})
  } finally {
    await server.close()
  }
}

export async function measureIdleRow({ mosquitto, folder, scale, say }: IdleRowOptions): Promise<IdleRow> {
  const connections = Math.max(1_000, Math.round(CONNECTIONS * Math.min(1, scale)))
  const product = await measureProduct(join(folder, 'product'), connections)
  const other = await measureMosquitto(mosquitto, join(folder, 'mosquitto'), connections)
  const row = {
    connections,
    productBytes: (product.allCollected - product.none) / connections,
    productBytesBeforeCollection: (product.all - product.none) / connections,
    mosquittoBytes: (other.all - other.none) / connections,
  }
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
  say(
    `idle connection, ${connections} of them: vitalgate ${kib(row.productBytes)}, before collection ${kib(row.productBytesBeforeCollection)}, mosquitto ${kib(row.mosquittoBytes)}`,
  )
  return { ...row, reached: row.productBytes <= IDLE_TARGET_BYTES }
}
