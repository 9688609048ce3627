/** Words for what a schema refused: field, allowed and given. */
import type { FieldProblem } from './schemas/problem.ts'

/** The part of a validation error of TypeBox that is read here. */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

const GIVEN_CHARACTERS = 80

/** `/readings/0/unit` as people write it: `readings[0].unit`. */
function fieldPath(pointer: string, name?: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (name !== undefined) parts.push(name)
  return parts.reduce((path, part) => {
    if (/^\d+$/.test(part)) return `${path}[${part}]`
    return path === '' ? part : `${path}.${part}`
  }, '')
}

function valueAt(source: unknown, pointer: string): unknown {
  let value = source
  for (const part of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.getOwnPropertyDescriptor(value, part.replaceAll('~1', '/').replaceAll('~0', '~'))?.value
  }
  return value
}

function shorten(value: unknown): string | undefined {
  if (value === undefined) return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > GIVEN_CHARACTERS ? `${text.slice(0, GIVEN_CHARACTERS - 1)}…` : text
}

function allowedWords({ keyword, params, message }: SchemaError): string {
  switch (keyword) {
    case 'enum':
      return (params.allowedValues as unknown[]).join(', ')
    case 'const':
      return String(params.allowedValue)
    case 'type':
      return [params.type].flat().join(' or ')
    case 'format':
      return params.format === 'date-time' ? 'a time such as 2026-11-20T12:00:00Z' : String(params.format)
    case 'pattern':
      return `text that matches ${String(params.pattern)}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${String(params.comparison)} ${String(params.limit)}`
    case 'maxLength':
      return `at most ${String(params.limit)} characters`
    case 'minLength':
      return `at least ${String(params.limit)} characters`
    default:
      return message ?? keyword
  }
}

/** Says of a field what is allowed there, and whether its value must not be repeated. */
export interface FieldSchema {
  readonly description?: string
  readonly personal?: boolean
}

/**
 * @param errors as TypeBox lists them
 * @param source the body, query or path parameters that they speak of
 * @param fields the schemas of its fields by name
 * @returns one problem a field, in order
 */
export function invalidFields(
  errors: readonly SchemaError[],
  source: unknown,
  fields: Readonly<Record<string, FieldSchema>> = {},
): FieldProblem[] {
  const problems = new Map<string, FieldProblem>()
  const add = (field: string, allowed: string, value: unknown) => {
    const given = shorten(value)
    if (!problems.has(field))
      problems.set(field, { field, allowed, ...(given === undefined ? {} : { given }) })
  }
  for (const error of errors) {
    const { keyword, instancePath, params } = error
    if (keyword === 'required') {
      for (const name of params.requiredProperties as string[])
        add(fieldPath(instancePath, name), 'a value', undefined)
    } else if (keyword === 'additionalProperties') {
      for (const name of params.additionalProperties as string[]) {
        problems.set(fieldPath(instancePath, name), {
          field: fieldPath(instancePath, name),
          allowed: 'no such field',
        })
      }
    } else if (keyword !== 'boolean') {
      const schema = fields[instancePath.split('/')[1] ?? '']
      const isDescribed = keyword === 'pattern' && schema?.description !== undefined
      add(
        fieldPath(instancePath),
        isDescribed ? schema.description! : allowedWords(error),
        schema?.personal === true ? undefined : valueAt(source, instancePath),
      )
    }
  }
  return [...problems.values()]
}
