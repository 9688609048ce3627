/** The thread that reads the journal, so that a long history never holds up the loop that talks to devices. */
import { parentPort, workerData } from 'node:worker_threads'
import { openQueries, type Queries } from './queries.ts'

export interface Question {
  readonly id: number
  readonly name: keyof Queries
  readonly parameters: readonly unknown[]
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } }

const queries = openQueries((workerData as { file: string }).file)

parentPort?.on('message', ({ id, name, parameters }: Question) => {
  let answer: Answer
  try {
    const query = queries[name] as (...parameters: readonly unknown[]) => unknown
    answer = { id, value: query(...parameters) }
  } catch (error) {
    const { name: kind, message } = error as Error
    answer = { id, error: { name: kind, message } }
  }
  parentPort?.postMessage(answer)
})
