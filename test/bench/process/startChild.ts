/** A process of our own that takes commands: started, asked, and ended by its process id. */
import { fork } from 'node:child_process'
import type { Ask, Reply } from './serveCommands.ts'

export interface Child {
  readonly pid: number
  /** @throws Error with what the child says, or when it has ended or takes longer than `timeoutMs` */
  ask<Answer>(command: string, args?: object, timeoutMs?: number): Promise<Answer>
  /** Lets it end by itself; kills it where it does not. */
  close(): Promise<void>
}

export interface ChildOptions {
  readonly script: URL
  /** Options of Node, as in --expose-gc. */
  readonly nodeOptions?: readonly string[]
}

const ANSWER_TIMEOUT_MS = 60_000
const END_TIMEOUT_MS = 10_000

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

export function startChild({ script, nodeOptions = [] }: ChildOptions): Child {
  const name = script.pathname.split('/').at(-1)!
  const child = fork(script, { execArgv: [...nodeOptions], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const waiting = new Map<number, Waiting>()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let asked = 0
  let isEnded = false

  child.on('message', (reply: Reply) => {
    const asker = waiting.get(reply.id)
    if (!asker) return // it waits no more
    if ('error' in reply) asker.reject(new Error(`${name}: ${reply.error}`))
    else asker.resolve(reply.answer as never)
  })
  child.once('exit', (code, signal) => {
    isEnded = true
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended (${signal ?? code})`))
    waiting.clear()
  })

  async function ask<Answer>(
    command: string,
    args: object = {},
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<Answer> {
    if (isEnded) throw new Error(`${name} has ended`)
    const id = asked++
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    waiting.set(id, { resolve, reject })
    const timer = setTimeout(
      () => reject(new Error(`${name}: no answer to ${command} in ${timeoutMs} ms`)),
      timeoutMs,
    )
    child.send({ id, command, args } satisfies Ask)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      waiting.delete(id)
    }
  }

  return {
    pid: child.pid!,
    ask,
    async close() {
      if (isEnded) return
      const kill = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS)
      await ask('close').catch(() => child.kill('SIGKILL'))
      await ended
      clearTimeout(kill)
    },
  }
}
