import { expect, test } from '@jest/globals'
import { createAdmission } from '../../../broker/admission.ts'

const admission = () => {
  const told: string[] = []
  const { admit, release } = createAdmission()
  function candidate(name: string, credential = 'c', id = 'dev-1') {
    const self = {
      principal: { id, kind: 'device' as const, number: 1, credential, prefix: '', messagesPerSecond: 0 },
      isClosed: false,
      admitted: () => void told.push(`${name} admitted`),
      turnedAway: () => void told.push(`${name} turned away`),
      takenOver() {
        self.isClosed = true
        told.push(`${name} taken over`)
      },
    }
    return self
  }
  return { told, admit, release, candidate }
}

test('the newcomer waits until the one before is released', () => {
  const { told, admit, release, candidate } = admission()
  const [a, b] = [candidate('a'), candidate('b')]
  admit(a)
  admit(b)
  expect(told).toEqual(['a admitted', 'a taken over'])
  release(a)
  expect(told.at(-1)).toBe('b admitted')
})

test('of several who wait the last is admitted', () => {
  const { told, admit, release, candidate } = admission()
  const [a, b, c] = [candidate('a'), candidate('b'), candidate('c')]
  for (const each of [a, b, c]) admit(each)
  release(a)
  expect(told).toEqual(['a admitted', 'a taken over', 'b taken over', 'a taken over', 'c admitted'])
})

test('another credential is turned away, even while one waits', () => {
  const { told, admit, candidate } = admission()
  admit(candidate('a'))
  admit(candidate('b'))
  admit(candidate('thief', 'other'))
  expect(told.at(-1)).toBe('thief turned away')
})

test('who waited and left is not admitted, and blocks nobody', () => {
  const { told, admit, release, candidate } = admission()
  const [a, b, c] = [candidate('a'), candidate('b'), candidate('c')]
  admit(a)
  admit(b)
  b.isClosed = true
  release(a)
  admit(c)
  expect(told.at(-1)).toBe('c admitted')
})

test('a release of who is not present changes nothing', () => {
  const { told, admit, release, candidate } = admission()
  const [a, b] = [candidate('a'), candidate('b')]
  admit(a)
  release(b)
  release(candidate('x', 'c', 'dev-2'))
  admit(b)
  expect(told).toEqual(['a admitted', 'a taken over'])
})

test('ids do not meet', () => {
  const { told, admit, candidate } = admission()
  admit(candidate('a', 'c', 'dev-1'))
  admit(candidate('b', 'other', 'dev-2'))
  expect(told).toEqual(['a admitted', 'b admitted'])
})
