/** The one timer of the broker: keep-alive, rates and timeouts of all lanes. */

export interface Swept {
  sweep(nowMs: number): void
}

export interface SweepOptions {
  readonly lanes: Iterable<Swept>
  readonly everyMs: number
  readonly monotonicMs: () => number
}

export interface Sweep {
  /** One round; the timer calls it. */
  run(): void
  close(): void
}

/**
 * A round that comes late judges nobody: this process was not listening in the meantime, and what clients sent
 * may still lie unread in their sockets. The next round is in time and has read it.
 */
export function createSweep({ lanes, everyMs, monotonicMs }: SweepOptions): Sweep {
  let dueMs = monotonicMs() + everyMs

  function run(): void {
    const nowMs = monotonicMs()
    const inTime = nowMs < dueMs + everyMs
    dueMs = nowMs + everyMs
    if (!inTime) return
    for (const lane of lanes) lane.sweep(nowMs)
  }

  const timer = setInterval(run, everyMs)
  timer.unref()
  return { run, close: () => clearInterval(timer) }
}
