/** Asks the reading thread; the same questions as queries.ts, answered later. */
import { Worker } from 'node:worker_threads'
import { failure } from '../failures.ts'
import { SMALL_YOUNG_GENERATION } from '../smallYoungGeneration.ts'
import type { Queries } from './queries.ts'
import type { Answer, Question } from './readerThread.ts'

type Asynchronous<Query> = Query extends (...parameters: infer Parameters) => infer Value
  ? (...parameters: Parameters) => Promise<Value>
  : never

export type JournalReader = { readonly [Name in keyof Queries]: Asynchronous<Queries[Name]> } & {
  close(): Promise<void>
}

interface Pending {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

const NAMES = [
  'lastPosition',
  'entriesAfter',
  'history',
  'quarantine',
  'quarantined',
  'quarantineCounts',
  'gaps',
  'quickCheck',
] as const satisfies (keyof Queries)[]

export interface JournalReaderOptions {
  /** An existing journal. */
  readonly file: string
}

/** @throws Failure storeUnavailable from a question that the journal can not answer; the next one is asked anew */
export function createJournalReader({ file }: JournalReaderOptions): JournalReader {
  const pending = new Map<number, Pending>()
  let questions = 0
  let closed = false
  let thread: Worker | null = start()

  function start(): Worker {
    const worker = new Worker(new URL('./readerThread.ts', import.meta.url), {
      name: 'journal reader',
      resourceLimits: SMALL_YOUNG_GENERATION,
      workerData: { file },
    })
    let cause: unknown
    worker.on('message', answered)
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', () => {
      thread = null
      const gone = failure('storeUnavailable', 'The journal can not be read.', {}, cause)
      for (const { reject } of pending.values()) reject(gone)
      pending.clear()
    })
    return worker
  }

  function answered(answer: Answer): void {
    const asked = pending.get(answer.id)
    pending.delete(answer.id)
    if ('error' in answer)
      asked?.reject(failure('storeUnavailable', 'The journal did not answer.', {}, answer.error))
    else asked?.resolve(answer.value as never)
  }

  async function ask(name: keyof Queries, parameters: readonly unknown[]): Promise<never> {
    if (closed) throw failure('storeUnavailable', 'The journal is closed.')
    const id = ++questions
    thread ??= start()
    thread.postMessage({ id, name, parameters } satisfies Question)
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject })
    })
  }

  const asking = Object.fromEntries(
    NAMES.map((name) => [name, (...parameters: unknown[]) => ask(name, parameters)]),
  )
  return {
    ...(asking as unknown as Omit<JournalReader, 'close'>),
    close: async () => {
      closed = true
      await thread?.terminate()
    },
  }
}
