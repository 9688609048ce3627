/** Waits until a change of the directory is in force for readings that come from now on. */
import type { Events } from '../events.ts'
import type { RevisionStore } from '../store/revision.ts'

export interface DirectoryInForce {
  /** Runs a change and resolves once the ingest goes by it, or soon where it can not be told. */
  change<Result>(change: () => Promise<Result>): Promise<Result>
  close(): void
}

/** The ingest looks for changes four times a second; where it does not, the answer is not held back for long. */
const PATIENCE_MS = 2000

export function createDirectoryInForce(events: Events, revision: RevisionStore): DirectoryInForce {
  let inForce = 0
  const waiting = new Set<() => void>()
  const stop = events.on('directory', (news) => {
    inForce = news.revision
    for (const look of waiting) look()
  })

  async function reached(wanted: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (inForce >= wanted) resolve()
    }
    const timer = setTimeout(resolve, PATIENCE_MS)
    waiting.add(look)
    look()
    await promise
    waiting.delete(look)
    clearTimeout(timer)
  }

  return {
    async change(change) {
      const result = await change()
      await reached(await revision.read())
      return result
    },
    close: stop,
  }
}
