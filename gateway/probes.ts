/** How each part is, asked anew each time: what /readyz answers from. */

import type { Broker } from '../broker/broker.ts'
import type { Probe } from './api/probe.ts'
import type { Follower } from './journal/follower.ts'
import type { JournalReader } from './journal/reader.ts'
import type { Influx } from './reading/influx.ts'
import type { Intake } from './reading/intake.ts'
import type { Store } from './store/openStore.ts'

export interface ProbesOptions {
  readonly intake: Pick<Intake, 'isStoring' | 'counters'>
  readonly reader: Pick<JournalReader, 'lastPosition'>
  readonly store: Pick<Store, 'revision' | 'database'>
  /** null until devices are let in. */
  readonly broker: () => Pick<Broker, 'ports' | 'stats'> | null
  readonly followers: readonly Follower[]
  readonly influx: Influx | null
}

export function createProbes(options: ProbesOptions): Probe[] {
  const { intake, reader, store, broker, followers, influx } = options

  const probes: Probe[] = [
    {
      name: 'journal',
      required: true,
      async check() {
        const position = await reader.lastPosition()
        if (!intake.isStoring()) return { ok: false, detail: `takes nothing since position ${position}` }
        return { ok: true, detail: `${position} entries` }
      },
    },
    {
      name: 'store',
      required: true,
      async check() {
        await store.revision.read()
        return { ok: true, detail: store.database.engine }
      },
    },
    {
      name: 'mqtt',
      required: true,
      check: async () => {
        const listener = broker()
        if (listener === null) return { ok: false, detail: 'not listening yet' }
        const { tcp, tls } = listener.ports
        const listening = [
          tcp === null ? null : `tcp ${tcp}`,
          tls === null ? null : `tls ${tls}`,
          'websocket',
        ]
        const { connections } = listener.stats()
        return {
          ok: true,
          detail: `${listening.filter((one) => one).join(', ')}; ${connections} connections`,
        }
      },
    },
  ]
  for (const follower of followers) {
    probes.push({
      name: `follower ${follower.state().name}`,
      required: false,
      check: async () => {
        const { position, failing } = follower.state()
        const behind = Math.max(0, intake.counters.lastPosition - position)
        if (failing === null) return { ok: true, detail: `${behind} behind` }
        const since = new Date(failing.sinceMs).toISOString()
        return { ok: false, detail: `${failing.code} since ${since}, ${behind} behind` }
      },
    })
  }
  if (influx !== null) {
    probes.push({
      name: 'influxdb',
      required: false,
      async check() {
        await influx.ping()
        return { ok: true, detail: 'answers' }
      },
    })
  }
  return probes
}
