import { expect, test } from '@jest/globals'
import { failure } from '../../../gateway/failures.ts'
import { createLog } from '../../../gateway/log.ts'

function logged(error: unknown): string {
  const lines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  log.error({ err: error }, 'something failed')
  return lines.join('')
}

test('of an error only code, facts and places in the code are logged: what it says may quote a payload (promise 10)', () => {
  const error = new Error('unexpected "Erika Mustermann, heart rate 72"', {
    cause: new TypeError('Mustermann'),
  })
  const line = logged(error)
  expect(line).not.toMatch(/Mustermann|72/)
  expect(JSON.parse(line)).toMatchObject({
    msg: 'something failed',
    err: { type: 'Error', stack: expect.stringContaining('log.test.ts'), cause: { type: 'TypeError' } },
  })
})

test('a failure tells its code and facts', () => {
  const line = JSON.parse(logged(failure('upstreamUnavailable', 'for people', { status: 503 })))
  expect(line.err).toMatchObject({ type: 'Failure', code: 'upstreamUnavailable', facts: { status: 503 } })
  expect(JSON.stringify(line)).not.toContain('for people')
})

test('what is thrown and no error is logged by its type alone (promise 10)', () => {
  expect(JSON.parse(logged('Mustermann')).err).toEqual({ type: 'string' })
})
