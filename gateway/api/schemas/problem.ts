/** What the API answers instead of a result (RFC 9457): which field is to blame, what is allowed, what came. */
import { type Static, Type } from 'typebox'

export const FieldProblem = Type.Object({
  field: Type.String({ description: 'Path of the field; empty where the whole request is to blame' }),
  allowed: Type.Optional(Type.String()),
  given: Type.Optional(Type.String({ description: 'What came, cut to 80 characters' })),
})
export type FieldProblem = Static<typeof FieldProblem>

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'URN of the kind of failure' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'The kind of failure, for programs' }),
    detail: Type.Optional(Type.String()),
    requestId: Type.String({ description: 'Finds the line in the log' }),
    errors: Type.Optional(Type.Array(FieldProblem)),
  },
  { title: 'Problem' },
)
export type Problem = Static<typeof Problem>
