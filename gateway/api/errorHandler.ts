/** The one place where errors become answers: everything to the log, to the stranger only what helps. */
import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { FAILURES, type Failure, failure, isFailure } from '../failures.ts'
import type { Log } from '../log.ts'
import { bodyProblem } from './bodyProblem.ts'
import { type FieldSchema, invalidFields, type SchemaError } from './invalidFields.ts'
import type { FieldProblem, Problem } from './schemas/problem.ts'

/** Where fastify keeps what it validated under another name. */
const REQUEST_PARTS = { body: 'body', querystring: 'query', params: 'params', headers: 'headers' } as const

interface Answer {
  readonly failure: Failure
  readonly status: number
  readonly title: string
  readonly errors: readonly FieldProblem[]
}

function validationAnswer(error: FastifyError, request: FastifyRequest): Answer {
  const context = (error.validationContext ?? 'body') as keyof typeof REQUEST_PARTS
  const part = REQUEST_PARTS[context]
  const schema = request.routeOptions.schema?.[context] as
    | { properties?: Record<string, FieldSchema> }
    | undefined
  const errors = invalidFields(
    error.validation as unknown as SchemaError[],
    request[part],
    schema?.properties,
  )
  // Names that are not ours may be anything, so they are told to the stranger alone.
  const fields = errors.map(({ field }) => field).filter((field) => field in (schema?.properties ?? {}))
  const { status, title } = FAILURES.invalidRequest
  return {
    failure: failure('invalidRequest', `The ${part} of the request does not fit.`, { fields }),
    status,
    title,
    errors,
  }
}

/** Errors of fastify itself (too large, not JSON, unknown media type) carry a status and a message of their own. */
function frameworkAnswer(error: FastifyError, request: FastifyRequest): Answer | null {
  const status = error.statusCode ?? 500
  if (status < 400 || status > 499) return null
  const problem = bodyProblem(error, request)
  return {
    failure: failure('invalidRequest', error.message, { reason: error.code }),
    status,
    title: STATUS_CODES[status] ?? FAILURES.invalidRequest.title,
    errors: problem === null ? [] : [problem],
  }
}

function failureAnswer(error: Failure): Answer {
  const { status, title } = FAILURES[error.code]
  const { field, allowed, given } = error.facts
  if (typeof field !== 'string') return { failure: error, status, title, errors: [] }
  const problem: FieldProblem = {
    field,
    ...(allowed === undefined ? {} : { allowed: [allowed].flat().join(', ') }),
    ...(given === undefined ? {} : { given: String(given) }),
  }
  return { failure: error, status, title, errors: [problem] }
}

function answerTo(error: FastifyError, request: FastifyRequest): Answer {
  if (error.validation) return validationAnswer(error, request)
  if (isFailure(error)) return failureAnswer(error)
  return frameworkAnswer(error, request) ?? failureAnswer(failure('internal', 'Unexpected error.', {}, error))
}

export function createErrorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const answer = answerTo(error, request)
    const { code, message } = answer.failure
    log[FAILURES[code].level](
      {
        // A stranger's mistake has no place in our code; ours has.
        ...(answer.status < 500 ? { code, facts: answer.failure.facts } : { err: answer.failure }),
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: answer.status,
      },
      'request failed',
    )
    const problem: Problem = {
      type: `urn:vitalgate:failure:${code}`,
      title: answer.title,
      status: answer.status,
      code,
      ...(answer.status < 500 ? { detail: message } : {}),
      requestId: request.id,
      ...(answer.errors.length > 0 ? { errors: [...answer.errors] } : {}),
    }
    reply.code(answer.status).type('application/problem+json').send(problem)
  }
}
