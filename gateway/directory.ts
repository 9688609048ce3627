/** Keeps the ingest's directory and the open connections true to the store, whichever process changed it. */
import type { Events } from './events.ts'
import type { Log } from './log.ts'
import type { DirectorySnapshot } from './reading/directory.ts'
import type { NameKind } from './reading/names.ts'
import type { AssignmentStore } from './store/assignments.ts'
import type { DeviceStore } from './store/devices.ts'
import type { RevisionStore } from './store/revision.ts'

/** How long a change by another process may go unseen; rights that end must end within a second. */
const POLL_MS = 250

export interface DirectoryOptions {
  readonly devices: Pick<DeviceStore, 'list'>
  readonly assignments: Pick<AssignmentStore, 'list'>
  readonly revision: RevisionStore
  readonly numberOf: (kind: NameKind, id: string) => number
  readonly setDirectory: (snapshot: DirectorySnapshot) => void
  /** Closes the connection of a device whose credential changed or ended. */
  readonly disconnect: (deviceId: string, reason: string) => void
  readonly events: Events
  readonly log: Log
}

export interface Directory {
  /** Takes over what the store says now. */
  refresh(): Promise<void>
  close(): void
}

/** Reads the directory once before it resolves, then looks for changes. */
export async function createDirectory(options: DirectoryOptions): Promise<Directory> {
  const { devices, assignments, revision, numberOf, setDirectory, disconnect, events, log } = options
  const credentials = new Map<string, string>()
  let seen = -1
  let timer: NodeJS.Timeout | null = null
  let closed = false

  async function refresh(): Promise<void> {
    const current = await revision.read()
    if (current === seen) return
    const [known, assigned] = await Promise.all([devices.list(), assignments.list()])
    setDirectory({
      assignments: assigned.map(({ deviceId, patientId, fromMs, untilMs }) => ({
        device: numberOf('device', deviceId),
        patient: numberOf('patient', patientId),
        fromMs,
        untilMs,
      })),
      sensors: known.flatMap(({ id, bridgeId, address, revokedAtMs }) =>
        bridgeId === null || address === null || revokedAtMs !== null
          ? []
          : [{ bridge: numberOf('device', bridgeId), address, device: numberOf('device', id) }],
      ),
    })
    for (const { id, credentialVersion, revokedAtMs } of known) {
      const credential = `${credentialVersion} ${revokedAtMs !== null}`
      if (credentials.has(id) && credentials.get(id) !== credential) {
        disconnect(id, revokedAtMs === null ? 'credential changed' : 'credential revoked')
      }
      credentials.set(id, credential)
    }
    seen = current
    events.emit('directory', { revision: current })
  }

  async function poll(): Promise<void> {
    try {
      await refresh()
    } catch (error) {
      log.warn({ err: error }, 'directory not readable')
    }
    if (!closed) timer = setTimeout(() => void poll(), POLL_MS)
  }

  await refresh()
  timer = setTimeout(() => void poll(), POLL_MS)
  return {
    refresh,
    close() {
      closed = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
