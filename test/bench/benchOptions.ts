/** What the command may be told. */
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Pairs of each workload, rounds of the PUBACK row. */
  readonly pairs: number
  /** Factor on the messages of each run. */
  readonly scale: number
  /** Only rows whose name holds this; '' is all. */
  readonly only: string
  readonly json: boolean
}

export const USAGE = `npm run bench:ingest -- [options]
  --pairs N      interleaved pairs of each row (5)
  --scale F      factor on the messages of each run (1)
  --only TEXT    only rows whose name holds TEXT: "1 reading", "50 x 160", puback, idle, gateway
  --quick        1 pair, a tenth of the messages: shows that it runs, proves nothing
  --json         the results as JSON on standard output, progress on standard error`

/** @throws Error with the usage */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pairs: { type: 'string' },
      scale: { type: 'string' },
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const pairs = Number(values.pairs ?? (values.quick ? 1 : 5))
  const scale = Number(values.scale ?? (values.quick ? 0.1 : 1))
  const isSound = Number.isInteger(pairs) && pairs >= 1 && pairs <= 100 && scale > 0 && scale <= 10
  if (values.help || !isSound) throw new Error(USAGE)
  return { pairs, scale, only: values.only, json: values.json }
}
