/** What the ingest worker knows of the world: numbers of devices and patients, assignments, sensors of bridges. */
import { assignmentInForce } from '../../telehealth/assignment.ts'

export interface DirectoryAssignment {
  readonly device: number
  readonly patient: number
  readonly fromMs: number
  readonly untilMs: number | null
}

/** A sensor that a bridge speaks for. */
export interface DirectorySensor {
  readonly bridge: number
  /** Twelve lower-case hex digits. */
  readonly address: string
  readonly device: number
}

/** Crosses to the worker as a whole on every change; numbers never change their meaning. */
export interface DirectorySnapshot {
  readonly assignments: readonly DirectoryAssignment[]
  readonly sensors: readonly DirectorySensor[]
}

export interface Directory {
  replace(snapshot: DirectorySnapshot): void
  /** @returns 0 where nobody was assigned */
  patientAt(device: number, atMs: number): number
  /** @returns -1 where the bridge has no such sensor */
  sensorOf(bridge: number, address: string): number
}

export function createDirectory(): Directory {
  let assignments = new Map<number, DirectoryAssignment[]>()
  let sensors = new Map<string, number>()
  let lastDevice = -1
  let last: DirectoryAssignment | null = null

  return {
    replace(snapshot) {
      assignments = Map.groupBy(snapshot.assignments, ({ device }) => device)
      sensors = new Map(
        snapshot.sensors.map(({ bridge, address, device }) => [`${bridge} ${address}`, device]),
      )
      lastDevice = -1
      last = null
    },
    patientAt(device, atMs) {
      const ofDevice = assignments.get(device)
      if (ofDevice === undefined) return 0
      if (
        device !== lastDevice ||
        last === null ||
        !(atMs >= last.fromMs && atMs < (last.untilMs ?? Infinity))
      ) {
        lastDevice = device
        last = assignmentInForce(ofDevice, atMs)
      }
      return last === null ? 0 : last.patient
    },
    sensorOf: (bridge, address) => sensors.get(`${bridge} ${address}`) ?? -1,
  }
}
