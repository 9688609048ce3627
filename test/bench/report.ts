/** The results as tables in Markdown: what was to be reached, what was measured, and which of it is missed. */
import { IDLE_TARGET_BYTES, type IdleRow } from './idleRow.ts'
import type { IngestRow } from './ingestRow.ts'
import type { Machine } from './machine.ts'
import type { Spread } from './measure/spread.ts'
import { PUBACK_TARGET, type PubackRow } from './pubackRow.ts'

export interface Results {
  readonly machine: Machine
  readonly ingest: readonly IngestRow[]
  readonly puback: PubackRow | null
  readonly idle: IdleRow | null
}

function verdict(reached: boolean | null): string {
  if (reached === null) return ''
  return reached ? 'pass' : '**miss**'
}

function ratio({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function ingestTable(rows: readonly IngestRow[]): string {
  const side = (rate: Spread, cpu: Spread) =>
    `${Math.round(rate.median / 1000)} k/s, ${cpu.median.toFixed(1)}`
  return table(
    ['messages', 'vitalgate: rate, CPU s/M', 'chain: rate, CPU s/M', 'rate ratio', 'CPU ratio', 'target', ''],
    rows.map(({ workload, pairs, disturbed, rate, cpu, rateRatio, cpuRatio, reached }) => {
      const { name, target } = workload
      const rateTarget = target?.minRate == null ? '' : `>= ${target.minRate}x at `
      return [
        name,
        side(rate.product, cpu.product),
        side(rate.chain, cpu.chain),
        ratio(rateRatio, 2),
        ratio(cpuRatio, 3),
        target ? `${rateTarget}<= ${target.maxCpu}x` : '',
        verdict(reached) + (disturbed > 0 ? ` (${disturbed} of ${pairs.length} disturbed)` : ''),
      ]
    }),
  )
}

function pubackTable({ rounds, p50Ratio, p99Ratio, reached }: PubackRow): string {
  const { maxP50, maxP99 } = PUBACK_TARGET
  const rows = rounds.map(({ puback, fdatasync }, i) => [
    String(i + 1),
    `${puback.p50Ms.toFixed(2)} / ${puback.p99Ms.toFixed(2)}`,
    `${fdatasync.p50Ms.toFixed(2)} / ${fdatasync.p99Ms.toFixed(2)}`,
    `${(puback.p50Ms / fdatasync.p50Ms).toFixed(2)} / ${(puback.p99Ms / fdatasync.p99Ms).toFixed(2)}`,
  ])
  const median = [
    'median',
    '',
    '',
    `p50 ${ratio(p50Ratio, 2)}, p99 ${ratio(p99Ratio, 2)}; target <= ${maxP50} / <= ${maxP99}: ${verdict(reached)}`,
  ]
  return table(
    ['round', 'PUBACK p50 / p99 ms', 'fdatasync p50 / p99 ms', 'ratio p50 / p99'],
    [...rows, median],
  )
}

function idleTable(row: IdleRow): string {
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
  return table(
    ['idle connections', 'vitalgate', 'vitalgate before collection', 'mosquitto', 'target', ''],
    [
      [
        String(row.connections),
        kib(row.productBytes),
        kib(row.productBytesBeforeCollection),
        kib(row.mosquittoBytes),
        `<= ${kib(IDLE_TARGET_BYTES)}`,
        verdict(row.reached),
      ],
    ],
  )
}

export function report({ machine, ingest, puback, idle }: Results): string {
  const { processors, memoryGib, system, node, sqlite, mosquitto, loadAverageBefore } = machine
  const head = `${processors}, ${memoryGib} GiB, ${system}, Node ${node}, SQLite ${sqlite}, mosquitto ${mosquitto}; load average before: ${loadAverageBefore}`
  return [
    head,
    ingest.length > 0 && ingestTable(ingest),
    puback && pubackTable(puback),
    idle && idleTable(idle),
  ]
    .filter((part) => typeof part === 'string')
    .join('\n\n')
}
