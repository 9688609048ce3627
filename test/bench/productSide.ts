/** The product as one side: what publishers see acknowledged is committed, and is counted in the journal afterwards. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { eventually } from '../support/eventually.ts'
import type { ConnectArgs, Load, PaceArgs, SaturateArgs } from './load/generator.ts'
import { createCpuSeconds } from './measure/cpuSeconds.ts'
import { createForeignCores } from './measure/foreignCores.ts'
import { startChild } from './process/startChild.ts'
import { registerFleet } from './servers/fleet.ts'
import { PRODUCT_NODE_OPTIONS } from './servers/productNodeOptions.ts'
import type { OpenedProduct, OpenProductArgs } from './servers/vitalgate.ts'
import type { Side } from './side.ts'

export interface ProductSideOptions {
  /** Empty; whoever made it removes it. */
  readonly folder: string
  /** `ingest`: the way of a reading alone; `gateway`: all there is, until its followers have caught up. */
  readonly server?: 'ingest' | 'gateway'
  readonly nodeOptions?: readonly string[]
  readonly connections: number
  readonly inFlight: number
  readonly readings: number
}

export interface ProductLoad extends Load {
  readonly foreignCores: number
}

export interface ProductSide extends Side {
  readonly pid: number
  pace(args: Omit<PaceArgs, 'timeoutMs'>): Promise<ProductLoad>
}

const SCRIPTS = {
  ingest: new URL('./servers/vitalgate.ts', import.meta.url),
  gateway: new URL('./servers/gateway.ts', import.meta.url),
}

/** Longest time that a run may take. */
const RUN_TIMEOUT_MS = 120_000
/** The journal's index follows after two idle seconds at the latest. */
const SETTLE_TIMEOUT_MS = 20_000

interface JournalState {
  readonly messages: number
  readonly refusals: number
  readonly last: number
  readonly indexed: number
  readonly gaps: number
}

const JOURNAL_STATE = `SELECT
  (SELECT count(*) FROM entry WHERE kind = 1) AS messages, (SELECT count(*) FROM refusal) AS refusals,
  (SELECT coalesce(max(position), 0) FROM entry) AS last, (SELECT indexed FROM progress) AS indexed,
  (SELECT count(*) FROM gap) AS gaps`
const IS_INDEXED = `SELECT indexed = (SELECT coalesce(max(position), 0) FROM entry) AS done FROM progress`

export async function createProductSide(options: ProductSideOptions): Promise<ProductSide> {
  const { folder, connections, inFlight, readings, server: kind = 'ingest', nodeOptions = [] } = options
  const devices = await registerFleet(folder, connections)
  const server = startChild({ script: SCRIPTS[kind], nodeOptions: [...PRODUCT_NODE_OPTIONS, ...nodeOptions] })
  const generator = startChild({ script: new URL('./load/generator.ts', import.meta.url) })
  const close = async () => {
    await generator.close()
    await server.close()
  }
  try {
    const { port } = await server.ask<OpenedProduct>('open', { dataDir: folder } satisfies OpenProductArgs)
    const journal = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true })
    const isIndexed = journal.prepare(IS_INDEXED)
    const readState = journal.prepare(JOURNAL_STATE)
    const { cpuSeconds } = createCpuSeconds()
    const foreign = createForeignCores([server.pid, generator.pid])
    let expected = 0

    await generator.ask('connect', { port, devices, inFlight, readings, keepAliveS: 0 } satisfies ConnectArgs)

    async function settle(): Promise<void> {
      if (kind === 'gateway') await server.ask('followed')
      await eventually(() => (isIndexed.get() as { done: number }).done === 1, SETTLE_TIMEOUT_MS)
    }

    async function store(command: string, args: SaturateArgs): Promise<ProductLoad> {
      const foreignCoresSince = foreign.begin()
      const load = await generator.ask<Load>(command, args, args.timeoutMs + 5_000)
      expected += load.acknowledged
      const foreignCores = foreignCoresSince()
      await settle()
      return { ...load, foreignCores }
    }

    function verify(): void {
      const state = readState.get() as unknown as JournalState
      const isExact =
        state.messages === expected && state.last === expected && state.refusals === 0 && state.gaps === 0
      if (!isExact)
        throw new Error(`acknowledged ${expected}, but the journal holds ${JSON.stringify(state)}`)
    }

    return {
      name: 'vitalgate',
      pid: server.pid,
      async saturate(messages) {
        const before = cpuSeconds([server.pid])
        const load = await store('saturate', { messages, timeoutMs: RUN_TIMEOUT_MS })
        const spent = cpuSeconds([server.pid]) - before
        verify()
        const { startedAtMs, endedAtMs, latency, foreignCores } = load
        return { messages, elapsedMs: endedAtMs - startedAtMs, cpuSeconds: spent, foreignCores, latency }
      },
      async pace(args) {
        const load = await store('pace', { ...args, timeoutMs: RUN_TIMEOUT_MS } as PaceArgs)
        verify()
        return load
      },
      async close() {
        journal.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
