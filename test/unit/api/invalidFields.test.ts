import { expect, test } from '@jest/globals'
import Type from 'typebox'
import { Errors } from 'typebox/value'
import { invalidFields } from '../../../gateway/api/invalidFields.ts'

const Body = Type.Object(
  {
    id: Type.String({ maxLength: 5 }),
    kind: Type.Enum(['device', 'bridge']),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    list: Type.Optional(Type.Array(Type.Object({ unit: Type.String() }))),
  },
  { additionalProperties: false },
)

function problemsOf(body: unknown) {
  return invalidFields(Errors(Body, body), body)
}

test('each field is named with what it allows and what came', () => {
  expect(problemsOf({ id: 'oximeter', kind: 'pump', limit: 11, from: 'noon' })).toEqual([
    { field: 'id', allowed: 'at most 5 characters', given: 'oximeter' },
    { field: 'kind', allowed: 'device, bridge', given: 'pump' },
    { field: 'limit', allowed: '<= 10', given: '11' },
    { field: 'from', allowed: 'a time such as 2026-11-20T12:00:00Z', given: 'noon' },
  ])
})

test('what is missing and what is too much are named', () => {
  expect(problemsOf({ id: 'a', colour: 'red' })).toEqual([
    { field: 'kind', allowed: 'a value' },
    { field: 'colour', allowed: 'no such field' },
  ])
})

test('a field inside a list has its index', () => {
  expect(problemsOf({ id: 'a', kind: 'device', list: [{ unit: 'x' }, { unit: 7 }] })).toEqual([
    { field: 'list[1].unit', allowed: 'string', given: '7' },
  ])
})

test('what came is cut, and a prototype name is not followed', () => {
  const [problem] = problemsOf({ id: 'x'.repeat(1000), kind: 'device' })
  expect(problem?.given).toHaveLength(80)
  const error = { keyword: 'type', instancePath: '/__proto__/constructor', params: { type: 'string' } }
  expect(invalidFields([error], {})).toEqual([{ field: '__proto__.constructor', allowed: 'string' }])
})
