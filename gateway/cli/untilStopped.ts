/** Waits for the first request to stop; a second one ends the process at once. */
const INTERRUPTED = 130

export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      resolve(signal)
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.off(name, stop)
        process.once(name, () => process.exit(INTERRUPTED))
      }
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
