/** One row of the ingest table: both sides started fresh in empty folders, warmed, and run in interleaved pairs. */
import { join } from 'node:path'
import { createChainSide } from './chainSide.ts'
import { type Spread, spreadOf } from './measure/spread.ts'
import { cpuSecondsPerMillion, messagesPerSecond, type Pair, type Pairs, runPairs } from './pairs.ts'
import { createProductSide } from './productSide.ts'
import type { Side } from './side.ts'
import type { Workload } from './workloads.ts'

export interface IngestRow extends Pairs {
  readonly workload: Workload
  readonly messages: number
  /** Messages per second. */
  readonly rate: { readonly product: Spread; readonly chain: Spread }
  /** CPU seconds per million messages. */
  readonly cpu: { readonly product: Spread; readonly chain: Spread }
  /** Of the two runs of one pair. */
  readonly rateRatio: Spread
  readonly cpuRatio: Spread
  /** null: nothing was to be reached. */
  readonly reached: boolean | null
}

export interface IngestRowOptions {
  readonly workload: Workload
  readonly mosquitto: string
  readonly folder: string
  readonly pairs: number
  readonly scale: number
  readonly say: (line: string) => void
}

/** Enough for V8 to have compiled what is hot, and for both databases to have been checkpointed. */
const WARM_UP_MESSAGES = 100_000

function summarize(workload: Workload, messages: number, measured: Pairs): IngestRow {
  const { pairs } = measured
  const of = (measure: (sample: Pair['product']) => number) => ({
    product: spreadOf(pairs.map(({ product }) => measure(product))),
    chain: spreadOf(pairs.map(({ chain }) => measure(chain))),
  })
  const ratio = (measure: (sample: Pair['product']) => number) =>
    spreadOf(pairs.map(({ product, chain }) => measure(product) / measure(chain)))
  const rateRatio = ratio(messagesPerSecond)
  const cpuRatio = ratio(cpuSecondsPerMillion)
  const { target } = workload
  const reached =
    target &&
    cpuRatio.median <= target.maxCpu &&
    (target.minRate === null || rateRatio.median >= target.minRate)
  return {
    workload,
    messages,
    ...measured,
    rate: of(messagesPerSecond),
    cpu: of(cpuSecondsPerMillion),
    rateRatio,
    cpuRatio,
    reached,
  }
}

export async function measureIngestRow(options: IngestRowOptions): Promise<IngestRow> {
  const { workload, mosquitto, folder, pairs, scale, say } = options
  const messages = Math.round(workload.messages * scale)
  const sides: Side[] = []
  try {
    const product = await createProductSide({ ...workload, folder: join(folder, 'product') })
    sides.push(product)
    const chain = await createChainSide({ ...workload, path: mosquitto, folder: join(folder, 'chain') })
    sides.push(chain)
    const measured = await runPairs({
      product,
      chain,
      pairs,
      messages,
      warmUpMessages: Math.min(messages, WARM_UP_MESSAGES),
      onPair(pair, isDisturbed) {
        const sample = ({ name }: Side, part: Pair['product']) =>
          `${name} ${Math.round(messagesPerSecond(part) / 1000)} k/s ${cpuSecondsPerMillion(part).toFixed(1)} CPU s/M`
        const foreign = [pair.product, pair.chain]
          .map(({ foreignCores }) => foreignCores.toFixed(2))
          .join(' and ')
        const note = `, others ${foreign} processors${isDisturbed ? ': DISTURBED' : ''}`
        say(`${workload.name}: ${sample(product, pair.product)}, ${sample(chain, pair.chain)}${note}`)
      },
    })
    return summarize(workload, messages, measured)
  } finally {
    for (const side of sides.reverse()) await side.close()
  }
}
