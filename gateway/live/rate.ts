/** How many a second, over the last few seconds. */

/**
 * @param windowMs how far back the figure looks
 * @returns takes the running total at each call, gives the mean rate a second since the window began
 */
export function createRate(windowMs: number) {
  const samples: { atMs: number; total: number }[] = []
  return (total: number, atMs: number): number => {
    samples.push({ atMs, total })
    while (samples.length > 2 && atMs - samples[1]!.atMs >= windowMs) samples.shift()
    const first = samples[0]!
    return atMs > first.atMs ? Math.max(0, ((total - first.total) * 1000) / (atMs - first.atMs)) : 0
  }
}
