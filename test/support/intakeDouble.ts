/** An intake in memory whose commits happen when the test says so, or at once. */
import type { AckTarget, Intake } from '../../broker/intake.ts'

export interface TakenMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly device: number
  readonly channel: number
  readonly packetId: number
  readonly flags: number
}

export interface IntakeDouble extends Intake {
  /** All that crossed, committed or not, in order. */
  readonly messages: readonly TakenMessage[]
  /** How many of `messages` are committed. */
  readonly committed: number
  readonly forgotten: readonly number[]
  /** Commits what has crossed, or the first so many runs of it, and acknowledges it. */
  commit(runs?: number): void
  /** From now on commits by itself (true), or only on `commit()` (false). */
  commitAlone(alone: boolean): void
  /** Full: nothing has room until it is set to false. */
  setFull(full: boolean): void
}

interface Run {
  readonly lane: AckTarget
  readonly packetIds: number[]
}

export function createIntakeDouble({ alone = true }: { alone?: boolean } = {}): IntakeDouble {
  const messages: TakenMessage[] = []
  const forgotten: number[] = []
  const waiting = new Set<AckTarget>()
  let open: { lane: AckTarget; start: number; places: number[][] } | null = null
  let runs: Run[] = []
  let committed = 0
  let isAlone = alone
  let isFull = false
  let isDue = false

  function commit(count = runs.length): void {
    const due = runs.slice(0, count)
    runs = runs.slice(count)
    for (const { packetIds } of due) committed += packetIds.length
    // One array for all lanes, as a real intake has it: each may look at its own part only.
    const packetIds = Uint16Array.from([7, ...due.flatMap((run) => run.packetIds), 7])
    let from = 1
    for (const run of due) {
      run.lane.acknowledge(packetIds, from, from + run.packetIds.length)
      from += run.packetIds.length
    }
    packetIds.fill(0xffff)
  }

  return {
    messages,
    forgotten,
    get committed() {
      return committed
    },
    commit,
    commitAlone(value) {
      isAlone = value
      if (value) commit()
    },
    setFull(full) {
      isFull = full
      if (full) return
      const lanes = [...waiting]
      waiting.clear()
      for (const lane of lanes) lane.resume()
    },
    hasRoom: () => !isFull,
    waitForRoom: (lane) => waiting.add(lane),
    openRun(lane, start) {
      if (open) throw new Error('a run is open')
      open = { lane, start, places: [] }
    },
    addMessage(...place) {
      open!.places.push(place)
    },
    closeRun(chunk, end) {
      const { lane, start, places } = open!
      open = null
      const bytes = Buffer.from(chunk.subarray(start, end))
      for (const [
        topicStart,
        topicEnd,
        payloadStart,
        payloadEnd,
        device,
        channel,
        packetId,
        flags,
      ] of places) {
        messages.push({
          topic: bytes.toString('utf8', topicStart! - start, topicEnd! - start),
          payload: bytes.subarray(payloadStart! - start, payloadEnd! - start),
          device: device!,
          channel: channel!,
          packetId: packetId!,
          flags: flags!,
        })
      }
      runs.push({ lane, packetIds: places.map((place) => place[6]!) })
      if (!isAlone || isDue) return
      isDue = true
      setImmediate(() => {
        isDue = false
        if (isAlone) commit()
      })
    },
    forgetSession: (device) => forgotten.push(device),
  }
}
