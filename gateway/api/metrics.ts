/** Prometheus metrics: a table of what is exposed, filled from the gateway's own counters at each scrape. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Stats } from './stats.ts'

interface Row {
  readonly kind: 'counter' | 'gauge'
  readonly name: string
  readonly help: string
  readonly label?: string
  read(stats: Stats): number | Readonly<Record<string, number>>
}

const ROWS: readonly Row[] = [
  {
    kind: 'counter',
    name: 'vitalgate_messages_stored_total',
    help: 'Messages committed to the journal',
    read: (stats) => stats.messagesStored,
  },
  {
    kind: 'counter',
    name: 'vitalgate_readings_stored_total',
    help: 'Readings inside those messages',
    read: (stats) => stats.readingsStored,
  },
  {
    kind: 'counter',
    name: 'vitalgate_duplicates_total',
    help: 'Messages acknowledged again and not stored again',
    read: (stats) => stats.duplicates,
  },
  {
    kind: 'counter',
    name: 'vitalgate_conflicts_total',
    help: 'Messages that came with other content under an identity already stored',
    read: (stats) => stats.conflicts,
  },
  {
    kind: 'counter',
    name: 'vitalgate_late_total',
    help: 'Readings that a newer one had already superseded',
    read: (stats) => stats.late,
  },
  {
    kind: 'counter',
    name: 'vitalgate_quarantined_total',
    help: 'Payloads that could not be accepted, kept with a reason',
    label: 'code',
    read: (stats) => stats.quarantined,
  },
  {
    kind: 'counter',
    name: 'vitalgate_commits_total',
    help: 'Group commits of the journal',
    read: (stats) => stats.commits,
  },
  {
    kind: 'counter',
    name: 'vitalgate_commit_seconds_total',
    help: 'Time spent in group commits, fsync included',
    read: (stats) => stats.commitSeconds,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_connections',
    help: 'MQTT connections open now',
    read: (stats) => stats.connections,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_journal_position',
    help: 'Position of the newest journal entry',
    read: (stats) => stats.journalPosition,
  },
  {
    kind: 'gauge',
    name: 'vitalgate_follower_lag',
    help: 'Journal entries that a follower has yet to read',
    label: 'follower',
    read: ({ followers, journalPosition }) =>
      Object.fromEntries(
        Object.entries(followers).map(([name, position]) => [name, Math.max(0, journalPosition - position)]),
      ),
  },
]

/** @param readStats called once a scrape */
export function createMetrics(readStats: () => Stats) {
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
      const stats = readStats()
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
