/** Memory that a process has in RAM, as the operating system counts it; what sockets hold in the kernel is not in it. */
import { readFileSync } from 'node:fs'

export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1])
}
