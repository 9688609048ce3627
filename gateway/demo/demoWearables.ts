/** Runs the demo clinic's wearables in a process of their own, as real ones would be outside the gateway's. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Log } from '../log.ts'

export interface DemoWearablesOptions {
  /** mqtt://… of the gateway. */
  readonly url: string
  readonly credentialsFile: string
  readonly log: Log
}

export interface DemoWearables {
  readonly pid: number
  /** Ends the process; it takes its leave from the gateway first. */
  close(): Promise<void>
}

const COMMAND_LINE = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
/** A wearable that waits for its last acknowledgement gives up after 5 s by itself. */
const KILL_AFTER_MS = 8000

/** The process also ends by itself when this one is gone: it watches the channel between them. */
export async function startDemoWearables({
  url,
  credentialsFile,
  log,
}: DemoWearablesOptions): Promise<DemoWearables> {
  const child = spawn(
    process.execPath,
    [COMMAND_LINE, 'simulate', '--credentials', credentialsFile, '--url', url, '--json'],
    // Nothing of the environment: it may hold secrets of the gateway.
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: {} },
  )
  const ended = once(child, 'exit')
  let closing = false
  ended.then(
    ([code, signal]) => {
      if (!closing) log.warn({ code, signal }, 'demo wearables ended')
    },
    (error: unknown) => log.warn({ err: error }, 'demo wearables not started'),
  )
  await once(child, 'spawn')
  return {
    pid: child.pid!,
    async close() {
      closing = true
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
