/** All resources under /api/v1. */
import type { Api } from './api.ts'
import { createDirectoryInForce } from './directoryInForce.ts'
import type { ApiPorts } from './ports.ts'
import { createPresenceBoard } from './presenceBoard.ts'
import { assignmentRoutes } from './routes/assignments.ts'
import { deviceRoutes } from './routes/devices.ts'
import { gapRoutes } from './routes/gaps.ts'
import { historyRoutes } from './routes/history.ts'
import { latestRoutes } from './routes/latest.ts'
import { patientRoutes } from './routes/patients.ts'
import { quarantineRoutes } from './routes/quarantine.ts'
import { Problem } from './schemas/problem.ts'
import { createShowDevices } from './shownDevices.ts'

const PROBLEM = {
  description: 'Why not: field, allowed and given',
  content: { 'application/problem+json': { schema: Problem } },
}

export async function registerResources(api: Api, ports: ApiPorts): Promise<void> {
  const { stores, journal, now, events } = ports
  const presence = createPresenceBoard(events)
  const directory = createDirectoryInForce(events, stores.revision)
  api.addHook('onClose', () => {
    presence.close()
    directory.close()
  })

  await api.register(
    async (resources: Api) => {
      resources.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, response: { ...(route.schema?.response ?? {}), '4xx': PROBLEM } }
      })
      // Values of patients are nobody's to keep: not a proxy's, not the browser's.
      resources.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })
      deviceRoutes(resources, {
        devices: stores.devices,
        showDevices: createShowDevices(ports, presence),
        directory,
      })
      patientRoutes(resources, stores.patients)
      assignmentRoutes(resources, { assignments: stores.assignments, directory, now })
      latestRoutes(resources, ports)
      historyRoutes(resources, ports)
      quarantineRoutes(resources, journal)
      gapRoutes(resources, journal)
    },
    { prefix: '/api/v1' },
  )
}
