/** Assignments: list, assign a device to a patient, end it. */

import type { AssignmentStore } from '../../store/assignments.ts'
import type { Assignment as StoredAssignment } from '../../store/assignmentTable.ts'
import type { Api } from '../api.ts'
import type { DirectoryInForce } from '../directoryInForce.ts'
import { isoTime, timeMs } from '../isoTime.ts'
import { Assignment, AssignmentList, AssignRequest, EndAssignmentRequest } from '../schemas/assignment.ts'
import { DeviceOrPatientFilter } from '../schemas/parameters.ts'

const tags = ['assignments']

function show({ fromMs, untilMs, ...assignment }: StoredAssignment): Assignment {
  return { ...assignment, from: isoTime(fromMs), until: isoTime(untilMs) }
}

export interface AssignmentRoutesPorts {
  readonly assignments: AssignmentStore
  readonly directory: DirectoryInForce
  readonly now: () => number
}

export function assignmentRoutes(api: Api, { assignments, directory, now }: AssignmentRoutesPorts): void {
  api.get(
    '/assignments',
    {
      schema: {
        tags,
        summary: 'Who wore what, ended ones included',
        querystring: DeviceOrPatientFilter,
        response: { 200: AssignmentList },
      },
    },
    async ({ query }) => ({ assignments: (await assignments.list(query)).map(show) }),
  )

  api.post(
    '/assignments',
    {
      schema: {
        tags,
        summary: 'Give a device to a patient, until further notice',
        body: AssignRequest,
        response: { 201: Assignment },
      },
    },
    async ({ body: { from, ...assignment } }, reply) => {
      const begin = from === undefined ? {} : { fromMs: timeMs('from', from) }
      const assigned = await directory.change(() => assignments.assign({ ...assignment, ...begin }))
      return await reply.code(201).send(show(assigned))
    },
  )

  api.post(
    '/assignments/end',
    {
      schema: {
        tags,
        summary: 'End the open assignment of a device',
        body: EndAssignmentRequest,
        response: { 200: Assignment },
      },
    },
    async ({ body: { deviceId, at } }) =>
      show(
        await directory.change(() => assignments.end(deviceId, at === undefined ? now() : timeMs('at', at))),
      ),
  )
}
