/** Refuses input that its schema does not allow, naming field, allowed and given. */
import type { Static, TObject, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type Failure, failure } from '../failures.ts'

const GIVEN_CHARACTERS = 80

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > GIVEN_CHARACTERS ? `${text.slice(0, GIVEN_CHARACTERS - 1)}…` : text
}

/** @param given left out where it may name a person or be a secret */
export function invalid(field: string, allowed: string, given?: string | number): Failure {
  const facts = { field, allowed }
  return failure(
    'invalidRequest',
    `${field} is not valid.`,
    given === undefined ? facts : { ...facts, given: shorten(given) },
  )
}

/**
 * Each property's `description` says what is allowed; `personal: true` keeps its value out of the error.
 * @throws Failure invalidRequest for the first field that does not fit
 */
export function check<Schema extends TObject>(
  schema: Schema,
  input: unknown,
): asserts input is Static<Schema> {
  const problems = Value.Errors(schema, input)
  if (problems.length === 0) return
  const fields = problems.map((problem) => problem.instancePath.split('/')[1] ?? '')
  const field = fields.find((name) => name !== '') ?? missingField(schema, input)
  const property = (schema.properties as Record<string, TSchema & Annotations>)[field]
  const value = (input as Record<string, unknown> | null)?.[field]
  const shown = property === undefined || property.personal === true || value === undefined
  throw invalid(field, property?.description ?? 'no such field', shown ? undefined : shorten(value))
}

interface Annotations {
  readonly description?: string
  readonly personal?: boolean
}

function missingField(schema: TObject, input: unknown): string {
  const given = typeof input === 'object' && input !== null ? input : {}
  return Object.keys(schema.properties).find((name) => !Object.hasOwn(given, name)) ?? ''
}
