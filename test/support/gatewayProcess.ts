/** A gateway in a process of its own, as people run it, on a data directory and ports that outlive it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface GatewayProcess {
  readonly pid: number
  readonly httpPort: number
  readonly mqttPort: number
  /** Log lines so far, newest last. */
  readonly log: readonly string[]
  /** Resolves once a log line has this phrase. */
  logged(phrase: string): Promise<string>
  kill(signal: NodeJS.Signals): Promise<void>
}

export interface GatewayProcessOptions {
  readonly dataDir: string
  readonly httpPort: number
  readonly mqttPort: number
  readonly env?: Readonly<Record<string, string>>
}

/** Resolves once it is ready. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { dataDir, httpPort, mqttPort, env } = options
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'gateway/cli/main.ts', 'start'],
    {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DATA_DIR: dataDir,
        HTTP_PORT: String(httpPort),
        MQTT_PORT: String(mqttPort),
        MESSAGES_PER_SECOND: '0',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const log: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stderr! }).on('line', (line) => {
    log.push(line)
    for (const look of waiting) look()
  })
  child.once('exit', () => {
    for (const look of waiting) look()
  })

  function logged(phrase: string): Promise<string> {
    return new Promise((resolve, reject) => {
      function look(): void {
        const line = log.find((one) => one.includes(phrase))
        if (line !== undefined) resolve(line)
        else if (child.exitCode !== null || child.signalCode !== null) {
          reject(new Error(`the gateway ended before it said "${phrase}":\n${log.slice(-5).join('\n')}`))
        } else return
        waiting.delete(look)
      }
      waiting.add(look)
      look()
    })
  }

  await logged('gateway ready')
  return {
    pid: child.pid!,
    httpPort,
    mqttPort,
    log,
    logged,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      process.kill(child.pid!, signal)
      await exited
    },
  }
}
