/** A gateway of which the API sees only that it is empty; each test says what is different. */
import { randomBytes } from 'node:crypto'
import type { ApiPorts } from '../../gateway/api/ports.ts'
import { createEvents } from '../../gateway/events.ts'
import { createLog } from '../../gateway/log.ts'
import { createCounterMemory, viewCounters } from '../../gateway/reading/counters.ts'
import { createAssignmentStore } from '../../gateway/store/assignments.ts'
import { createDatabase } from '../../gateway/store/database.ts'
import { createDeviceStore } from '../../gateway/store/devices.ts'
import { createLatestStore } from '../../gateway/store/latest.ts'
import { createPatientStore } from '../../gateway/store/patients.ts'
import { createRevisionStore } from '../../gateway/store/revision.ts'

export interface TestApiPorts {
  readonly ports: ApiPorts
  readonly logLines: string[]
  close(): Promise<void>
}

export async function createTestApiPorts(different: Partial<ApiPorts> = {}): Promise<TestApiPorts> {
  const database = await createDatabase({ url: null, file: ':memory:' })
  const options = { now: Date.now, randomBytes: (bytes: number) => randomBytes(bytes) }
  const logLines: string[] = []
  const counters = viewCounters(createCounterMemory())
  return {
    logLines,
    close: () => database.close(),
    ports: {
      log: createLog({ level: 'trace', destination: { write: (line) => void logLines.push(line) } }),
      version: '0.0.0-test',
      now: Date.now,
      dashboardFolder: '/nowhere',
      probes: [],
      readStats: () => ({ counters, connections: 0, followers: {} }),
      events: createEvents(),
      journal: {
        lastPosition: async () => 0,
        entriesAfter: async () => [],
        history: async () => ({ bucketMs: 0, points: [] }),
        quarantine: async () => ({ entries: [], overflow: [] }),
        quarantined: async () => null,
        quarantineCounts: async () => [],
        gaps: async () => [],
        quickCheck: async () => 'ok',
      },
      stores: {
        devices: createDeviceStore(database.db, options),
        patients: createPatientStore(database.db, options),
        assignments: createAssignmentStore(database.db, options),
        latest: createLatestStore(database.db),
        revision: createRevisionStore(database.db),
      },
      ...different,
    },
  }
}
