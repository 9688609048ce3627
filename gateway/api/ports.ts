/** What the API asks of the gateway it stands in. */
import type { Events } from '../events.ts'
import type { JournalReader } from '../journal/reader.ts'
import type { Log } from '../log.ts'
import type { AssignmentStore } from '../store/assignments.ts'
import type { DeviceStore } from '../store/devices.ts'
import type { LatestStore } from '../store/latest.ts'
import type { PatientStore } from '../store/patients.ts'
import type { RevisionStore } from '../store/revision.ts'
import type { Probe } from './probe.ts'
import type { Stats } from './stats.ts'

export interface ApiStores {
  readonly devices: DeviceStore
  readonly patients: PatientStore
  readonly assignments: AssignmentStore
  readonly latest: LatestStore
  readonly revision: RevisionStore
}

export interface ApiPorts {
  readonly log: Log
  readonly version: string
  /** Unix milliseconds. */
  readonly now: () => number
  /** Folder of the built dashboard. */
  readonly dashboardFolder: string
  readonly probes: readonly Probe[]
  readonly readStats: () => Stats
  readonly events: Events
  readonly journal: Omit<JournalReader, 'close'>
  readonly stores: ApiStores
}
