/** Gives devices to patients over time; a device is one patient's at any moment, and what was stays known. */
import type { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import { type Assignment, NewAssignment } from './assignmentTable.ts'
import { check, invalid } from './check.ts'
import { isIdentifier } from './identifier.ts'
import { type RandomBytes, randomId } from './randomId.ts'
import { changeDirectory } from './revision.ts'
import type { Schema } from './schema.ts'

export interface AssignmentFilter {
  readonly deviceId?: string
  readonly patientId?: string
}

export interface AssignmentStore {
  /** Until further notice. @throws Failure invalidRequest, notFound, conflict (the device is, or was then, assigned) */
  assign(assignment: NewAssignment): Promise<Assignment>
  /** Ends the open assignment. @throws Failure notFound (none is open), invalidRequest (before it began) */
  end(deviceId: string, atMs: number): Promise<Assignment>
  /** Ended ones included, by device and time. */
  list(filter?: AssignmentFilter): Promise<Assignment[]>
}

export interface AssignmentStoreOptions {
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

function isoTime(atMs: number | null): string {
  return atMs === null ? 'never' : new Date(atMs).toISOString()
}

async function checkAssignable(deviceId: string, db: Kysely<Schema>): Promise<void> {
  const device = isIdentifier(deviceId)
    ? await db
        .selectFrom('device')
        .select(['kind', 'revokedAtMs'])
        .where('id', '=', deviceId)
        .executeTakeFirst()
    : undefined
  if (!device) {
    throw failure('notFound', `No device is registered as ${deviceId}.`, {
      field: 'deviceId',
      given: deviceId,
    })
  }
  if (device.kind === 'bridge') {
    throw invalid('deviceId', 'a device or a sensor: a bridge speaks for the sensors around it', deviceId)
  }
  if (device.revokedAtMs === null) return
  throw failure('conflict', `The device ${deviceId} is revoked.`, { field: 'deviceId', given: deviceId })
}

async function checkPatient(patientId: string, db: Kysely<Schema>): Promise<void> {
  const patient = isIdentifier(patientId)
    ? await db.selectFrom('patient').select('id').where('id', '=', patientId).executeTakeFirst()
    : undefined
  if (patient) return
  throw failure('notFound', 'No such patient.', { field: 'patientId', given: patientId })
}

/** An open assignment overlaps all that ends after its beginning. */
async function checkFree(deviceId: string, fromMs: number, db: Kysely<Schema>): Promise<void> {
  const other = await db
    .selectFrom('assignment')
    .select(['patientId', 'fromMs', 'untilMs'])
    .where('deviceId', '=', deviceId)
    .where((is) => is.or([is('untilMs', 'is', null), is('untilMs', '>', fromMs), is('fromMs', '>=', fromMs)]))
    .orderBy('fromMs', 'desc')
    .executeTakeFirst()
  if (!other) return
  const open = other.untilMs === null
  throw failure(
    'conflict',
    open
      ? `The device ${deviceId} is assigned to another patient or to this one already. End that first.`
      : `The device ${deviceId} was assigned at that time. Begin when that ended, or later.`,
    {
      field: open ? 'deviceId' : 'fromMs',
      allowed: open ? 'a device without an open assignment' : `${isoTime(other.untilMs)} or later`,
      given: open ? deviceId : isoTime(fromMs),
      patientId: other.patientId,
    },
  )
}

export function createAssignmentStore(
  db: Kysely<Schema>,
  { now, randomBytes }: AssignmentStoreOptions,
): AssignmentStore {
  return {
    assign: (input) =>
      changeDirectory(db, async (transaction) => {
        check(NewAssignment, input)
        const assignment: Assignment = {
          id: randomId(randomBytes),
          deviceId: input.deviceId,
          patientId: input.patientId,
          fromMs: input.fromMs ?? now(),
          untilMs: null,
          preference: input.preference ?? 0,
        }
        await checkAssignable(assignment.deviceId, transaction)
        await checkPatient(assignment.patientId, transaction)
        await checkFree(assignment.deviceId, assignment.fromMs, transaction)
        await transaction.insertInto('assignment').values(assignment).execute()
        return assignment
      }),

    end: (deviceId, atMs) =>
      changeDirectory(db, async (transaction) => {
        const open = isIdentifier(deviceId)
          ? await transaction
              .selectFrom('assignment')
              .selectAll()
              .where('deviceId', '=', deviceId)
              .where('untilMs', 'is', null)
              .executeTakeFirst()
          : undefined
        if (!open) {
          throw failure('notFound', `The device ${deviceId} is assigned to nobody.`, {
            field: 'deviceId',
            given: deviceId,
          })
        }
        if (atMs <= open.fromMs)
          throw invalid('atMs', `later than its beginning, ${isoTime(open.fromMs)}`, isoTime(atMs))
        await transaction.updateTable('assignment').set({ untilMs: atMs }).where('id', '=', open.id).execute()
        return { ...open, untilMs: atMs }
      }),

    list: ({ deviceId, patientId } = {}) =>
      db
        .selectFrom('assignment')
        .selectAll()
        .$if(deviceId !== undefined, (query) => query.where('deviceId', '=', deviceId!))
        .$if(patientId !== undefined, (query) => query.where('patientId', '=', patientId!))
        .orderBy('deviceId')
        .orderBy('fromMs')
        .execute(),
  }
}
