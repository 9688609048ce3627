/** The relational store's tables, joined from one file a family. */
import type { AccountTable, UserTable } from './accountTables.ts'
import type { AssignmentTable } from './assignmentTable.ts'
import type { DeviceTable } from './deviceTable.ts'
import type { LatestTable } from './latestTable.ts'
import type { PatientTable, WardTable } from './patientTables.ts'
import type { CursorTable, GatewayTable, RevisionTable } from './stateTables.ts'

export interface Schema {
  device: DeviceTable
  patient: PatientTable
  ward: WardTable
  assignment: AssignmentTable
  latest: LatestTable
  cursor: CursorTable
  revision: RevisionTable
  gateway: GatewayTable
  user: UserTable
  account: AccountTable
}
