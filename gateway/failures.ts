/** Everything that can go wrong, as a closed table: what it means to HTTP, to the log and to a retry. */

interface FailureRow {
  readonly status: number
  readonly title: string
  readonly level: 'info' | 'warn' | 'error' | 'fatal'
  readonly retry: boolean
}

export const FAILURES = {
  notFound: { status: 404, title: 'Not found', level: 'info', retry: false },
  invalidRequest: { status: 400, title: 'The request is not valid', level: 'info', retry: false },
  conflict: { status: 409, title: 'Conflicts with what is stored', level: 'info', retry: false },
  foreignHost: { status: 421, title: 'Not a name of this gateway', level: 'warn', retry: false },
  foreignOrigin: { status: 403, title: 'Another site may not do this', level: 'warn', retry: false },
  storeUnavailable: { status: 503, title: 'The store is not available', level: 'error', retry: true },
  upstreamUnavailable: { status: 502, title: 'A service behind us is down', level: 'warn', retry: true },
  dataDirectoryInUse: { status: 500, title: 'The data directory is in use', level: 'fatal', retry: false },
  configurationInvalid: {
    status: 500,
    title: 'The configuration is not valid',
    level: 'fatal',
    retry: false,
  },
  plaintextRefused: { status: 500, title: 'A plain listener is refused', level: 'fatal', retry: false },
  internal: { status: 500, title: 'Something went wrong here', level: 'error', retry: false },
} as const satisfies Record<string, FailureRow>

export type FailureCode = keyof typeof FAILURES

/** Ids, sizes, field names and limits; never a measured value, a name of a person or a secret. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

export class Failure extends Error {
  readonly code: FailureCode
  readonly facts: Facts

  constructor(code: FailureCode, message: string, facts: Facts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.code = code
    this.facts = facts
  }
}

/**
 * @param message what happened and what to do, for people
 * @param facts for programs: `field`, `allowed` and `given` where a value is to blame
 */
export function failure(code: FailureCode, message: string, facts: Facts = {}, cause?: unknown): Failure {
  return new Failure(code, message, facts, cause)
}

/** A failure that comes out of a thread has lost its class; whatever else is thrown there stays as it is. */
export function revivedFailure(error: Error): Error {
  const { code, facts, message } = error as Partial<Failure> & Error
  if (code === undefined || facts === undefined || !Object.hasOwn(FAILURES, code)) return error
  return new Failure(code, message, facts, error)
}

export function isFailure<Code extends FailureCode>(
  error: unknown,
  code?: Code,
): error is Failure & { code: Code } {
  return error instanceof Failure && (code === undefined || error.code === code)
}
