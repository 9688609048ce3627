/** Whose readings they are. */
import type { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import { check, invalid } from './check.ts'
import { isIdentifier } from './identifier.ts'
import { NewPatient, type Patient } from './patientTables.ts'
import { type RandomBytes, randomId } from './randomId.ts'
import { changeDirectory } from './revision.ts'
import type { Schema } from './schema.ts'

export interface PatientStore {
  /** @throws Failure invalidRequest, notFound (the ward) */
  create(patient: NewPatient): Promise<Patient>
  find(id: string): Promise<Patient | null>
  list(): Promise<Patient[]>
}

export interface PatientStoreOptions {
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

/** A day of the calendar, not after today anywhere on Earth. */
function checkBirthDate(birthDate: string, nowMs: number): void {
  const day = new Date(`${birthDate}T00:00:00Z`)
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(birthDate)
  if (exists && day.getTime() <= nowMs + 14 * 3_600_000) return
  throw invalid('birthDate', 'a day of the calendar that is not in the future')
}

export function createPatientStore(
  db: Kysely<Schema>,
  { now, randomBytes }: PatientStoreOptions,
): PatientStore {
  return {
    async create(input) {
      check(NewPatient, input)
      if (input.birthDate) checkBirthDate(input.birthDate, now())
      const patient: Patient = {
        id: randomId(randomBytes),
        displayName: input.displayName.trim(),
        birthDate: input.birthDate ?? null,
        sex: input.sex ?? null,
        wardId: input.wardId ?? null,
        createdAtMs: now(),
      }
      await changeDirectory(db, async (transaction) => {
        const { wardId } = patient
        if (wardId !== null) {
          const ward = await transaction
            .selectFrom('ward')
            .select('id')
            .where('id', '=', wardId)
            .executeTakeFirst()
          if (!ward) throw failure('notFound', 'No such ward.', { field: 'wardId', given: wardId })
        }
        await transaction.insertInto('patient').values(patient).execute()
      })
      return patient
    },

    async find(id) {
      if (!isIdentifier(id)) return null
      return (await db.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
    },

    list: () => db.selectFrom('patient').selectAll().orderBy('displayName').orderBy('id').execute(),
  }
}
