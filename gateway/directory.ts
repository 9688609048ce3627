/** Keeps the ingest's directory and the open connections true to the store, whichever process changed it. */
import type { Events } from './events.ts'
import type { Log } from './log.ts'
import type { DirectorySnapshot } from './reading/directory.ts'
import type { NameKind } from './reading/names.ts'
import type { AssignmentStore } from './store/assignments.ts'
import type { DeviceStore } from './store/devices.ts'
import type { Device } from './store/deviceTable.ts'
import type { RevisionStore } from './store/revision.ts'

/** How long a change by another process may go unseen; rights that end must end within a second. */
const POLL_MS = 250
/** With which a device begins: one that is seen first with another was perhaps let in with this. */
const FIRST_CREDENTIAL = '1 false'

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
  let isReadable = true

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
    sendAway(known)
    seen = current
    events.emit('directory', { revision: current })
  }

  /** Whose credential is not the one seen before; at the first look nobody has been let in yet. */
  function sendAway(known: readonly Device[]): void {
    const gone = new Set(credentials.keys())
    for (const { id, credentialVersion, revokedAtMs } of known) {
      gone.delete(id)
      const credential = `${credentialVersion} ${revokedAtMs !== null}`
      const before = credentials.get(id) ?? FIRST_CREDENTIAL
      credentials.set(id, credential)
      if (seen < 0 || before === credential) continue
      disconnect(id, revokedAtMs === null ? 'credential changed' : 'credential revoked')
    }
    for (const id of gone) {
      credentials.delete(id)
      disconnect(id, 'credential revoked')
    }
  }

  async function poll(): Promise<void> {
    try {
      await refresh()
      if (!isReadable) log.info('directory readable again')
      isReadable = true
    } catch (error) {
      if (isReadable) log.warn({ err: error }, 'directory not readable')
      isReadable = false
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
