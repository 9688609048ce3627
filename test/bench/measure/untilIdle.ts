/** Waits until processes have nothing left to do: a while without CPU time. */
import type { CpuSeconds } from './cpuSeconds.ts'

const POLL_MS = 20
/** Less than a tick in this many polls. */
const QUIET_POLLS = 8

/** @throws Error where they are still busy after `timeoutMs` */
export async function untilIdle(
  pids: readonly number[],
  { cpuSeconds }: CpuSeconds,
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs
  let before = cpuSeconds(pids)
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    if (performance.now() > deadlineMs) throw new Error(`processes still busy after ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const spent = cpuSeconds(pids)
    quiet = spent === before ? quiet + 1 : 0
    before = spent
  }
}
