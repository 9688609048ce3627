/** What fastify refused about a body before any schema saw it, in the words of the other problems. */
import type { FastifyError, FastifyRequest } from 'fastify'
import type { FieldProblem } from './schemas/problem.ts'

const JSON_BODY: FieldProblem = { field: 'body', allowed: 'JSON without the names __proto__ and constructor' }
const GIVEN_CHARACTERS = 80

type Header = 'content-type' | 'content-length'

/** Nothing where a stream says neither its kind nor its length. */
function given({ headers }: FastifyRequest, header: Header, unit = ''): Pick<FieldProblem, 'given'> {
  const value = headers[header]
  return value === undefined ? {} : { given: `${value.slice(0, GIVEN_CHARACTERS)}${unit}` }
}

/** @returns null where the error is about something else */
export function bodyProblem({ code }: FastifyError, request: FastifyRequest): FieldProblem | null {
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return JSON_BODY
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { field: 'content-type', allowed: 'application/json', ...given(request, 'content-type') }
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        field: 'body',
        allowed: `at most ${request.routeOptions.bodyLimit} bytes`,
        ...given(request, 'content-length', ' bytes'),
      }
    default:
      return null
  }
}
