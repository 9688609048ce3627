/** Means, deviations and correlations of samples. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function covariance(xs: readonly number[], ys: readonly number[]): number {
  const meanX = mean(xs)
  const meanY = mean(ys)
  return mean(xs.map((x, i) => (x - meanX) * (ys[i]! - meanY)))
}

export function deviation(values: readonly number[]): number {
  return Math.sqrt(covariance(values, values))
}

export function correlation(xs: readonly number[], ys: readonly number[]): number {
  return covariance(xs, ys) / (deviation(xs) * deviation(ys))
}
