/** Checks requests against their schema: bodies as they are, queries and paths after reading numbers out of text. */
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

/** As TypeBox's own compiler for fastify, without the registration of ajv's formats that it imports. */
export const requestValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema)
  return (value: unknown) => {
    const read = httpPart === 'body' ? value : Value.Convert(schema, value)
    return check.Check(read) ? { value: read } : { error: check.Errors(read) as unknown as Error }
  }
}
