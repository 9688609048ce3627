/** A data directory with its relational store, opened: what the gateway and every command begin with. */
import { type AssignmentStore, createAssignmentStore } from './assignments.ts'
import { bindStore } from './binding.ts'
import { type CursorStore, createCursorStore } from './cursors.ts'
import { createDatabase, type Database } from './database.ts'
import { type DataDirectory, openDataDirectory } from './dataDirectory.ts'
import { createDeviceStore, type DeviceStore } from './devices.ts'
import { createLatestStore, type LatestStore } from './latest.ts'
import { createPatientStore, type PatientStore } from './patients.ts'
import type { RandomBytes } from './randomId.ts'
import { createRevisionStore, type RevisionStore } from './revision.ts'
import { createUserStore, type UserStore } from './users.ts'
import { createWardStore, type WardStore } from './wards.ts'

export interface Store {
  readonly directory: DataDirectory
  readonly database: Database
  readonly devices: DeviceStore
  readonly patients: PatientStore
  readonly wards: WardStore
  readonly assignments: AssignmentStore
  readonly latest: LatestStore
  readonly cursors: CursorStore
  readonly revision: RevisionStore
  readonly users: UserStore
  close(): Promise<void>
}

export interface StoreOptions {
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** True for the gateway itself; commands work beside it. */
  readonly exclusive: boolean
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

/** @throws Failure dataDirectoryInUse, configurationInvalid, storeUnavailable */
export async function openStore({
  dataDir,
  databaseUrl,
  exclusive,
  now,
  randomBytes,
}: StoreOptions): Promise<Store> {
  const directory = openDataDirectory({
    path: dataDir,
    store: databaseUrl === null ? 'sqlite' : 'postgres',
    exclusive,
    now,
    randomBytes,
  })
  let database: Database | null = null
  const close = async () => {
    await database?.close()
    directory.close()
  }
  try {
    database = await createDatabase({ url: databaseUrl, file: directory.storeFile })
    await bindStore(database.db, directory.gatewayId, now())
    directory.settleStore()
  } catch (error) {
    await close()
    throw error
  }
  const { db } = database
  const options = { now, randomBytes }
  return {
    directory,
    database,
    devices: createDeviceStore(db, options),
    patients: createPatientStore(db, options),
    wards: createWardStore(db, options),
    assignments: createAssignmentStore(db, options),
    latest: createLatestStore(db),
    cursors: createCursorStore(db),
    revision: createRevisionStore(db),
    users: createUserStore(db, options),
    close,
  }
}
