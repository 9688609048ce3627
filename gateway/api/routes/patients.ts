/** Patients: list, one, create. */
import { failure } from '../../failures.ts'
import type { PatientStore } from '../../store/patients.ts'
import { NewPatient, type Patient as StoredPatient } from '../../store/patientTables.ts'
import type { Api } from '../api.ts'
import { isoTime } from '../isoTime.ts'
import { PatientParams } from '../schemas/parameters.ts'
import { Patient, PatientList } from '../schemas/patient.ts'

const tags = ['patients']

function show({ createdAtMs, ...patient }: StoredPatient): Patient {
  return { ...patient, createdAt: isoTime(createdAtMs) }
}

export function patientRoutes(api: Api, patients: PatientStore): void {
  api.get(
    '/patients',
    { schema: { tags, summary: 'All patients', response: { 200: PatientList } } },
    async () => ({ patients: (await patients.list()).map(show) }),
  )

  api.get(
    '/patients/:patientId',
    { schema: { tags, summary: 'One patient', params: PatientParams, response: { 200: Patient } } },
    async ({ params: { patientId } }) => {
      const patient = await patients.find(patientId)
      if (patient) return show(patient)
      throw failure('notFound', 'No such patient.', {
        field: 'patientId',
        allowed: 'the id of a patient',
        given: patientId,
      })
    },
  )

  api.post(
    '/patients',
    { schema: { tags, summary: 'Create a patient', body: NewPatient, response: { 201: Patient } } },
    async ({ body }, reply) => await reply.code(201).send(show(await patients.create(body))),
  )
}
