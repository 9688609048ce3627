/** What is published in each row of the table, and what the product is to reach there (ratios to the chain). */
import type { RowModel } from './chain/rows.ts'

export interface Target {
  /** Messages per second, at least; null: CPU alone counts. */
  readonly minRate: number | null
  /** CPU for the same messages, at most. */
  readonly maxCpu: number
}

export interface Workload {
  readonly name: string
  readonly server: 'ingest' | 'gateway'
  readonly rows: RowModel
  readonly readings: number
  readonly connections: number
  /** Of each connection. */
  readonly inFlight: number
  /** In one run. */
  readonly messages: number
  readonly target: Target | null
}

function row(
  name: string,
  readings: number,
  [connections, inFlight]: readonly [connections: number, inFlight: number],
  messages: number,
  target: Target | null,
  changes: Partial<Workload> = {},
): Workload {
  return {
    name,
    readings,
    connections,
    inFlight,
    messages,
    target,
    server: 'ingest',
    rows: 'reading',
    ...changes,
  }
}

export const WORKLOADS: readonly Workload[] = [
  row('1 reading, 50 x 160', 1, [50, 160], 400_000, { minRate: 3, maxCpu: 0.25 }),
  row('1 reading, 50 x 20', 1, [50, 20], 400_000, { minRate: 1.6, maxCpu: 0.3 }),
  row('1 reading, 1000 x 1', 1, [1000, 1], 200_000, { minRate: null, maxCpu: 0.8 }),
  row('4 readings, 50 x 160', 4, [50, 160], 300_000, { minRate: 2.8, maxCpu: 0.27 }),
  row('4 readings, 50 x 20', 4, [50, 20], 300_000, { minRate: 1.8, maxCpu: 0.3 }),
  row('4 readings, 1000 x 1', 4, [1000, 1], 200_000, { minRate: null, maxCpu: 0.8 }),
  row('4 readings, 50 x 160, packed rows', 4, [50, 160], 300_000, null, { rows: 'message' }),
  row('complete gateway, 1 reading, 50 x 160', 1, [50, 160], 200_000, null, { server: 'gateway' }),
]
