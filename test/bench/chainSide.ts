/** mosquitto with its persistent subscriber as one side: what counts is what the subscriber has committed. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startMosquitto } from './chain/mosquitto.ts'
import type { RowModel } from './chain/rows.ts'
import type { AwaitArgs, Committed, SubscribeArgs } from './chain/subscriber.ts'
import type { ConnectArgs, Load, SaturateArgs } from './load/generator.ts'
import { createCpuSeconds } from './measure/cpuSeconds.ts'
import { createForeignCores } from './measure/foreignCores.ts'
import { untilIdle } from './measure/untilIdle.ts'
import { startChild } from './process/startChild.ts'
import { deviceIds } from './servers/fleet.ts'
import type { Side } from './side.ts'

export interface ChainSideOptions {
  /** Of mosquitto. */
  readonly path: string
  /** Empty; whoever made it removes it. */
  readonly folder: string
  readonly rows: RowModel
  readonly connections: number
  readonly inFlight: number
  readonly readings: number
}

const RUN_TIMEOUT_MS = 120_000
const SETTLE_TIMEOUT_MS = 30_000

export async function createChainSide(options: ChainSideOptions): Promise<Side> {
  const { path, folder, rows, connections, inFlight, readings } = options
  mkdirSync(folder, { recursive: true })
  const mosquitto = await startMosquitto({ path, folder: join(folder, 'mosquitto') })
  const subscriber = startChild({ script: new URL('./chain/subscriber.ts', import.meta.url) })
  const generator = startChild({ script: new URL('./load/generator.ts', import.meta.url) })
  const close = async () => {
    await generator.close()
    await subscriber.close()
    await mosquitto.close()
  }
  try {
    const { port } = mosquitto
    const file = join(folder, 'readings.db')
    await subscriber.ask('subscribe', { port, file, rows } satisfies SubscribeArgs)
    const devices = deviceIds(connections).map((id) => ({
      id,
      token: 'as-long-as-a-token-of-vitalgate-is-43-charac',
    }))
    await generator.ask('connect', { port, devices, inFlight, readings, keepAliveS: 0 } satisfies ConnectArgs)
    const database = new DatabaseSync(file, { readOnly: true })
    const countRows = database.prepare(`SELECT count(*) AS count FROM ${rows}`)
    const cpu = createCpuSeconds()
    const servers = [mosquitto.pid, subscriber.pid]
    const foreign = createForeignCores([...servers, generator.pid])
    const timeoutMs = RUN_TIMEOUT_MS
    let expected = 0

    return {
      name: 'mosquitto + subscriber',
      async saturate(messages) {
        const before = cpu.cpuSeconds(servers)
        const foreignCoresSince = foreign.begin()
        expected += messages
        const [load, { committedAtMs }] = await Promise.all([
          generator.ask<Load>('saturate', { messages, timeoutMs } satisfies SaturateArgs, timeoutMs + 5_000),
          subscriber.ask<Committed>(
            'committed',
            { messages: expected, timeoutMs } satisfies AwaitArgs,
            timeoutMs + 5_000,
          ),
        ])
        const foreignCores = foreignCoresSince()
        // mosquitto has yet to take the subscriber's PUBACKs out of its queue: 2.5 us of CPU a message
        await untilIdle([...servers, generator.pid], cpu, SETTLE_TIMEOUT_MS)
        const spent = cpu.cpuSeconds(servers) - before
        const { count } = countRows.get() as { count: number }
        const rowsExpected = rows === 'reading' ? expected * readings : expected
        if (count !== rowsExpected)
          throw new Error(`published ${rowsExpected} rows, but SQLite holds ${count}`)
        return {
          messages,
          elapsedMs: committedAtMs - load.startedAtMs,
          cpuSeconds: spent,
          foreignCores,
          latency: load.latency,
        }
      },
      async close() {
        database.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
