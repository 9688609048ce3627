/** Everything a screen can hear: a closed list of socket events, each with its schema. */
import { type Static, Type } from 'typebox'
import { RefusedPayload } from '../api/schemas/refusedPayload.ts'
import { NullableTime, Time } from '../api/schemas/time.ts'
import { AgeBasis, ReadingQuality, UcumUnit, VitalSign, VitalValue } from '../api/schemas/vital.ts'

export const LiveReading = Type.Object({
  position: Type.Integer({ description: 'Place of its message in the journal' }),
  deviceId: Type.String(),
  patientId: Type.Union([Type.String(), Type.Null()]),
  vital: VitalSign,
  value: VitalValue,
  unit: UcumUnit,
  quality: ReadingQuality,
  measuredAt: Time,
  receivedAt: Time,
  ageBasis: AgeBasis,
  late: Type.Boolean({ description: 'A newer one was there already: never the newest value' }),
})
export type LiveReading = Static<typeof LiveReading>

/** The journal after one position, up to and with another, so that a screen can tell where it stands. */
const JournalSpan = {
  after: Type.Integer(),
  to: Type.Integer(),
  skipped: Type.Integer({
    description: 'Entries of the span that were not looked at: ask for the newest values',
  }),
}

export const ReadingBatch = Type.Object({
  ...JournalSpan,
  coalesced: Type.Integer({ description: 'Readings left out because this batch holds a newer one' }),
  readings: Type.Array(LiveReading),
})
export type ReadingBatch = Static<typeof ReadingBatch>

export const QuarantineBatch = Type.Object({ ...JournalSpan, refused: Type.Array(RefusedPayload) })
export type QuarantineBatch = Static<typeof QuarantineBatch>

export const PresenceNews = Type.Object({
  deviceId: Type.String(),
  state: Type.Enum(['connected', 'disconnected']),
  reason: Type.String(),
  at: Time,
})
export type PresenceNews = Static<typeof PresenceNews>

/** Sent each second: its absence is how a screen knows that the link is lost. */
export const GatewayStatus = Type.Object({
  at: Time,
  position: Type.Integer({ description: 'Newest journal entry: how many are stored' }),
  messagesPerSecond: Type.Number(),
  connections: Type.Integer({ description: 'MQTT connections open now' }),
  storeFailingSince: NullableTime,
})
export type GatewayStatus = Static<typeof GatewayStatus>

/** This screen was too slow: so many events were not sent to it. It asks for the newest values again. */
export const Resync = Type.Object({ skipped: Type.Integer() })
export type Resync = Static<typeof Resync>

/** Devices, patients or assignments changed. */
export const DirectoryNews = Type.Object({ revision: Type.Integer() })
export type DirectoryNews = Static<typeof DirectoryNews>

export interface ServerEvents {
  readings: (batch: ReadingBatch) => void
  quarantined: (batch: QuarantineBatch) => void
  presence: (news: PresenceNews) => void
  directory: (news: DirectoryNews) => void
  status: (status: GatewayStatus) => void
  resync: (resync: Resync) => void
}

/** Screens only listen; what they ask for goes over HTTP. */
export type ClientEvents = Record<never, never>
