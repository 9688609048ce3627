/** The course of one vital, thinned to at most 2,000 points. */
import { type Vital, vitalNamed } from '../../../devices/vitals.ts'
import { failure } from '../../failures.ts'
import type { HistoryPoint as StoredPoint } from '../../journal/downsample.ts'
import type { Api } from '../api.ts'
import { decimal, meanDecimal } from '../decimal.ts'
import { isoTime, timeMs } from '../isoTime.ts'
import type { ApiPorts } from '../ports.ts'
import { History, type HistoryPoint, HistoryRequest } from '../schemas/history.ts'
import { shownGap } from '../shownGap.ts'

const DEFAULT_SPAN_MS = 3_600_000
const DEFAULT_POINTS = 500

/** Buckets without a value have none to show; the mean of a coded vital (A, C, V …) would be no code. */
function show(
  { atMs, deviceId, min, max, mean, count, late, noSignal }: StoredPoint,
  vital: Vital,
): HistoryPoint {
  const hasValue = count > 0
  return {
    at: isoTime(atMs),
    deviceId,
    min: hasValue ? decimal(min, vital.decimals) : null,
    max: hasValue ? decimal(max, vital.decimals) : null,
    mean: hasValue && vital.levels === null ? meanDecimal(mean, vital.decimals) : null,
    count,
    late,
    noSignal,
  }
}

function span({ from, to }: HistoryRequest, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = to === undefined ? nowMs : timeMs('to', to)
  const fromMs = from === undefined ? toMs - DEFAULT_SPAN_MS : timeMs('from', from)
  if (fromMs < toMs) return { fromMs, toMs }
  throw failure('invalidRequest', 'The span ends before it begins.', {
    field: 'from',
    allowed: `before ${isoTime(toMs)}`,
    given: isoTime(fromMs),
  })
}

export function historyRoutes(api: Api, { journal, now }: Pick<ApiPorts, 'journal' | 'now'>): void {
  api.get(
    '/history',
    {
      schema: {
        tags: ['readings'],
        summary: 'One vital of a patient or a device; the last hour where no span is given',
        querystring: HistoryRequest,
        response: { 200: History },
      },
    },
    async ({ query }) => {
      const { deviceId, patientId, maxPoints = DEFAULT_POINTS } = query
      if (deviceId === undefined && patientId === undefined) {
        throw failure('invalidRequest', 'History of whom?', {
          field: 'patientId',
          allowed: 'patientId, deviceId, or both',
        })
      }
      const vital = vitalNamed(query.vital)!
      const { fromMs, toMs } = span(query, now())
      const { bucketMs, points } = await journal.history({
        vitalCode: vital.code,
        deviceIds: deviceId === undefined ? null : [deviceId],
        patientId: patientId ?? null,
        fromMs,
        toMs,
        maxPoints,
      })
      const gaps = await journal.gaps({ deviceId: deviceId ?? null })
      const devices = new Set(points.map((point) => point.deviceId))
      return {
        vital: query.vital,
        loinc: vital.loinc,
        unit: vital.unit,
        from: isoTime(fromMs),
        to: isoTime(toMs),
        bucketMs,
        points: points.map((point) => show(point, vital)),
        gaps: gaps
          .filter((gap) => deviceId !== undefined || devices.has(gap.deviceId))
          .filter(({ detectedAtMs }) => detectedAtMs >= fromMs && detectedAtMs <= toMs)
          .map(shownGap),
      }
    },
  )
}
