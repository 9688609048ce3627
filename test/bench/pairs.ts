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
  readonly onPair: (pair: Pair, number: number) => void
}

export async function runPairs(options: PairsOptions): Promise<Pair[]> {
  const { product, chain, messages, warmUpMessages, onPair } = options
  await product.saturate(warmUpMessages)
  await chain.saturate(warmUpMessages)
  const pairs: Pair[] = []
  for (let number = 1; number <= options.pairs; number++) {
    const samples = new Map<Side, Sample>()
    for (const side of number % 2 === 1 ? [product, chain] : [chain, product]) {
      samples.set(side, await side.saturate(messages))
    }
    const pair = { product: samples.get(product)!, chain: samples.get(chain)! }
    pairs.push(pair)
    onPair(pair, number)
  }
  return pairs
}

export function messagesPerSecond({ messages, elapsedMs }: Sample): number {
  return (1000 * messages) / elapsedMs
}

export function cpuSecondsPerMillion({ messages, cpuSeconds }: Sample): number {
  return (1e6 * cpuSeconds) / messages
}
