/** Prometheus metrics: a table of what is exposed, filled from the gateway's own counters at each scrape. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { CounterName } from '../reading/counters.ts'
import type { ApiPorts } from './ports.ts'
import type { Stats } from './stats.ts'

/** Quarantine is counted in the journal itself, so its figure outlives a restart. */
type Scrape = Stats & { readonly quarantined: Readonly<Record<string, number>> }

interface Row {
  readonly kind: 'counter' | 'gauge'
  readonly name: string
  readonly help: string
  readonly label?: string
  read(stats: Scrape): number | Readonly<Record<string, number>>
}

/** `lateReadings` is exposed as `vitalgate_late_readings_total`. */
function counters(help: Partial<Record<CounterName, string>>): Row[] {
  return Object.entries(help).map(([name, words]) => ({
    kind: 'counter',
    name: `vitalgate_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_total`,
    help: words,
    read: (stats) => stats.counters[name as CounterName],
  }))
}

const ROWS: readonly Row[] = [
  ...counters({
    messages: 'Messages committed to the journal',
    readings: 'Readings inside those messages',
    duplicates: 'Messages acknowledged again and not stored again',
    conflicts: 'Messages that came with other content under an identity already stored',
    lateReadings: 'Readings that a newer one had already superseded',
    untrustedTimes: 'Messages whose own time was not believed',
    sequenceGaps: 'Times that the sequence of a device jumped over numbers',
    commits: 'Group commits of the journal',
    failedCommits: 'Group commits that failed and were tried again, unacknowledged',
  }),
  {
    kind: 'counter',
    name: 'vitalgate_commit_seconds_total',
    help: 'Time spent in group commits, fsync included',
    read: ({ counters }) => counters.commitMicroseconds / 1e6,
  },
  {
    kind: 'counter',
    name: 'vitalgate_quarantined_total',
    help: 'Payloads that could not be accepted, kept with a reason',
    label: 'code',
    read: ({ quarantined }) => quarantined,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_connections',
    help: 'MQTT connections open now',
    read: ({ connections }) => connections,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_journal_position',
    help: 'Position of the newest journal entry',
    read: ({ counters }) => counters.lastPosition,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_follower_lag',
    help: 'Journal entries that a follower has yet to read',
    label: 'follower',
    read: ({ followers, counters }) =>
      Object.fromEntries(
        Object.entries(followers).map(([name, position]) => [
          name,
          Math.max(0, counters.lastPosition - position),
        ]),
      ),
  },
]

async function quarantinedByCode(journal: ApiPorts['journal']): Promise<Record<string, number>> {
  const byCode: Record<string, number> = {}
  for (const { code, count } of await journal.quarantineCounts()) byCode[code] = (byCode[code] ?? 0) + count
  return byCode
}

/** Asked once a scrape. */
export function createMetrics({ readStats, journal }: Pick<ApiPorts, 'readStats' | 'journal'>) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const fills = ROWS.map(({ kind, name, help, label, read }) => {
    const labelNames = label === undefined ? [] : [label]
    const options = { name, help, labelNames, registers: [registry] }
    if (kind === 'gauge') {
      const gauge = new Gauge(options)
      return { read, label, reset: () => gauge.reset(), add: gauge.inc.bind(gauge) }
    }
    const counter = new Counter(options)
    return { read, label, reset: () => counter.reset(), add: counter.inc.bind(counter) }
  })
  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      const stats = { ...readStats(), quarantined: await quarantinedByCode(journal) }
      for (const { read, label, reset, add } of fills) {
        reset()
        const value = read(stats)
        if (typeof value === 'number') add({}, value)
        else for (const [name, count] of Object.entries(value)) add({ [label ?? '']: name }, count)
      }
      return await registry.metrics()
    },
    close: () => registry.clear(),
  }
}
