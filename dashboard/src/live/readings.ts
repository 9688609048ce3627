/** All newest readings that the page knows, by whom they are of; fed by sockets and by the API. */
import type { VitalName } from '../../../devices/vitals.ts'
import type { HistoryPoint } from '../../../gateway/api/schemas/history.ts'
import type { LatestValue } from '../../../gateway/api/schemas/latest.ts'
import type { LiveReading } from '../../../gateway/live/channels.ts'
import {
  deviceKey,
  effectiveMs,
  patientKey,
  type SourceReading,
  type Subject,
  type SubjectKey,
  type TracePoint,
  type VitalState,
} from './subject.ts'
import { addToTrace } from './trace.ts'

const EMPTY: Subject = new Map()

export interface Readings {
  subject(key: SubjectKey): Subject
  watch(key: SubjectKey, listener: () => void): () => void
  /** What just arrived. */
  take(readings: readonly LiveReading[]): void
  /** The gateway's own list: newest values and which source is preferred. */
  takeLatest(values: readonly LatestValue[]): void
  takeHistory(key: SubjectKey, vital: VitalName, points: readonly HistoryPoint[]): void
}

function keyOf({ patientId, deviceId }: Pick<LiveReading, 'patientId' | 'deviceId'>): SubjectKey {
  return patientId === null ? deviceKey(deviceId) : patientKey(patientId)
}

function isNewer(reading: SourceReading, than: SourceReading | undefined): boolean {
  if (!than) return true
  const olderMs = effectiveMs(than) - effectiveMs(reading)
  return olderMs < 0 || (olderMs === 0 && reading.position > than.position)
}

export function createReadings(): Readings {
  const subjects = new Map<SubjectKey, Subject>()
  const listeners = new Map<SubjectKey, Set<() => void>>()

  /** Changes are collected in copies, so that one batch is one change for those who watch. */
  function change(fill: (vitalOf: (key: SubjectKey, vital: VitalName) => MutableVital) => void): void {
    const changed = new Map<SubjectKey, Map<VitalName, MutableVital>>()
    fill((key, vital) => {
      const vitals = changed.get(key) ?? new Map<VitalName, MutableVital>()
      const state = vitals.get(vital) ?? copy(subjects.get(key)?.get(vital), vital)
      changed.set(key, vitals.set(vital, state))
      return state
    })
    for (const [key, vitals] of changed)
      subjects.set(key, new Map([...(subjects.get(key) ?? EMPTY), ...vitals]))
    for (const key of changed.keys()) for (const listener of listeners.get(key) ?? []) listener()
  }

  return {
    subject: (key) => subjects.get(key) ?? EMPTY,

    watch(key, listener) {
      const watching = listeners.get(key) ?? new Set()
      listeners.set(key, watching.add(listener))
      return () => watching.delete(listener)
    },

    take(readings) {
      change((vitalOf) => {
        for (const { patientId, late, ...reading } of readings) {
          const state = vitalOf(keyOf({ patientId, deviceId: reading.deviceId }), reading.vital)
          const { deviceId, value } = reading
          if (!late && isNewer(reading, state.sources.get(deviceId))) state.sources.set(deviceId, reading)
          addPoints(state, deviceId, [{ atMs: effectiveMs(reading), value, late }])
        }
      })
    },

    takeLatest(values) {
      change((vitalOf) => {
        for (const { patientId, preferred, loinc: _, ...reading } of values) {
          const state = vitalOf(keyOf({ patientId, deviceId: reading.deviceId }), reading.vital)
          if (isNewer(reading, state.sources.get(reading.deviceId)))
            state.sources.set(reading.deviceId, reading)
          if (preferred) state.preferredDeviceId = reading.deviceId
        }
      })
    },

    takeHistory(key, vital, points) {
      change((vitalOf) => {
        const state = vitalOf(key, vital)
        for (const [deviceId, own] of Map.groupBy(points, (point) => point.deviceId)) {
          const trace = own.map(({ at, mean, max, late }) => ({
            atMs: Date.parse(at),
            value: mean ?? max,
            late: late > 0,
          }))
          addPoints(state, deviceId, trace)
        }
      })
    },
  }
}

interface MutableVital extends VitalState {
  readonly sources: Map<string, SourceReading>
  readonly traces: Map<string, readonly TracePoint[]>
  preferredDeviceId: string | null
}

function copy(state: VitalState | undefined, vital: VitalName): MutableVital {
  return {
    vital,
    sources: new Map(state?.sources),
    traces: new Map(state?.traces),
    preferredDeviceId: state?.preferredDeviceId ?? null,
  }
}

function addPoints(state: MutableVital, deviceId: string, points: readonly TracePoint[]): void {
  state.traces.set(deviceId, addToTrace(state.traces.get(deviceId) ?? [], points))
}
