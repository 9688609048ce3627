/** Asks the API of the gateway. */
import type { Problem } from '../../../gateway/api/schemas/problem.ts'

/** The gateway answered with a problem, or not at all. */
export class AnswerFailure extends Error {
  readonly code: string

  constructor(code: string, words: string) {
    super(words)
    this.name = 'AnswerFailure'
    this.code = code
  }
}

/**
 * @param path below /api/v1
 * @throws AnswerFailure
 */
export async function askGateway<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(`/api/v1/${path}`, signal ? { signal } : {}).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new AnswerFailure('unreachable', 'The gateway does not answer.')
  })
  if (response.ok) return (await response.json()) as Answer
  const problem = (await response.json().catch(() => null)) as Problem | null
  throw new AnswerFailure(
    problem?.code ?? String(response.status),
    problem?.detail ?? problem?.title ?? 'Failed.',
  )
}
