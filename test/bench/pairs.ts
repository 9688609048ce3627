/** Runs the two sides by turns, who is first changing each time; what came before the first pair is thrown away. */
import type { Sample, Side } from './side.ts'

export interface Pair {
  readonly product: Sample
  readonly chain: Sample
}

export interface PairsOptions {
  readonly product: Side
  readonly chain: Side
  readonly pairs: number
  readonly messages: number
  readonly warmUpMessages: number
  readonly onPair: (pair: Pair, isDisturbed: boolean) => void
}

export interface Pairs {
  readonly pairs: readonly Pair[]
  /** Taken again because something else took more than a tenth of the machine meanwhile. */
  readonly repeated: number
  /** Kept all the same: the machine did not come to rest. */
  readonly disturbed: number
}

/** Of the machine's processors, kernel threads at work for our own writes included (0.02 to 0.08 on a quiet machine). */
const MAX_FOREIGN_CORES = 0.2

function isDisturbed({ product, chain }: Pair): boolean {
  return Math.max(product.foreignCores, chain.foreignCores) > MAX_FOREIGN_CORES
}

export async function runPairs(options: PairsOptions): Promise<Pairs> {
  const { product, chain, messages, warmUpMessages, onPair } = options
  await product.saturate(warmUpMessages)
  await chain.saturate(warmUpMessages)
  const pairs: Pair[] = []
  // as many again as are wanted, no more: then what is there has to do
  let repeatsLeft = options.pairs
  for (let round = 1; pairs.length < options.pairs; round++) {
    const samples = new Map<Side, Sample>()
    for (const side of round % 2 === 1 ? [product, chain] : [chain, product]) {
      samples.set(side, await side.saturate(messages))
    }
    const pair = { product: samples.get(product)!, chain: samples.get(chain)! }
    onPair(pair, isDisturbed(pair))
    if (isDisturbed(pair) && repeatsLeft > 0) repeatsLeft--
    else pairs.push(pair)
  }
  return {
    pairs,
    repeated: options.pairs - repeatsLeft,
    disturbed: pairs.filter(isDisturbed).length,
  }
}

export function messagesPerSecond({ messages, elapsedMs }: Sample): number {
  return (1000 * messages) / elapsedMs
}

export function cpuSecondsPerMillion({ messages, cpuSeconds }: Sample): number {
  return (1e6 * cpuSeconds) / messages
}
