/** Points of a chart: every one while they are few, buckets with minimum, maximum and mean beyond that. */

export interface HistoryPoint {
  /** Time of measurement, or the start of the bucket. */
  readonly atMs: number
  readonly deviceId: string
  /** Integers of 10^-decimals units; 0 where `count` is 0. */
  readonly min: number
  readonly max: number
  /** May be fractional. */
  readonly mean: number
  /** Values; readings without signal are not among them. */
  readonly count: number
  /** How many of them came late. */
  readonly late: number
  readonly noSignal: number
}

type Bucket = { -readonly [Field in keyof HistoryPoint]: HistoryPoint[Field] }

export interface Downsample {
  add(deviceId: string, atMs: number, value: number | null, late: boolean): void
  finish(): { readonly bucketMs: number; readonly points: HistoryPoint[] }
}

export interface DownsampleOptions {
  readonly fromMs: number
  readonly toMs: number
  /** At most this many points for all devices together. */
  readonly maxPoints: number
  /** How many devices there can be. */
  readonly devices: number
}

function merge(bucket: Bucket, point: HistoryPoint): void {
  if (point.count > 0) {
    bucket.min = bucket.count === 0 ? point.min : Math.min(bucket.min, point.min)
    bucket.max = bucket.count === 0 ? point.max : Math.max(bucket.max, point.max)
    const count = bucket.count + point.count
    bucket.mean += ((point.mean - bucket.mean) * point.count) / count
    bucket.count = count
  }
  bucket.late += point.late
  bucket.noSignal += point.noSignal
}

export function createDownsample({ fromMs, toMs, maxPoints, devices }: DownsampleOptions): Downsample {
  const perDevice = Math.max(1, Math.floor(maxPoints / Math.max(1, devices)))
  const width = Math.max(1, Math.ceil((toMs - fromMs + 1) / perDevice))
  const buckets = new Map<string, Bucket>()
  let raw: HistoryPoint[] | null = []

  function fill(point: HistoryPoint): void {
    const index = Math.floor((point.atMs - fromMs) / width)
    const key = `${point.deviceId} ${index}`
    const bucket = buckets.get(key)
    if (bucket) merge(bucket, point)
    else buckets.set(key, { ...point, atMs: fromMs + index * width })
  }

  return {
    add(deviceId, atMs, value, late) {
      const shown = value ?? 0
      const point: HistoryPoint = {
        atMs,
        deviceId,
        min: shown,
        max: shown,
        mean: shown,
        count: value === null ? 0 : 1,
        late: late ? 1 : 0,
        noSignal: value === null ? 1 : 0,
      }
      if (raw === null) return fill(point)
      raw.push(point)
      if (raw.length > maxPoints) {
        raw.forEach(fill)
        raw = null
      }
    },
    finish() {
      const points: HistoryPoint[] = raw ?? [...buckets.values()]
      points.sort((a, b) => a.atMs - b.atMs)
      return { bucketMs: raw === null ? width : 0, points }
    },
  }
}
