import { expect, test } from '@jest/globals'
import { Qos2 } from '../../../broker/qos2.ts'

test('an ordinal says which acknowledgement is due, not the packet id', () => {
  const qos2 = new Qos2()
  qos2.arrived(5, 1)
  qos2.arrived(6, 3)
  expect([0, 1, 2, 3, 4].map((ordinal) => qos2.committed(ordinal < 3 ? 5 : 6, ordinal))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
})

test('an id is open until it is released, and committed after its commit', () => {
  const qos2 = new Qos2()
  qos2.arrived(5, 0)
  expect([qos2.isOpen(5), qos2.isCommitted(5), qos2.size]).toEqual([true, false, 1])
  qos2.committed(5, 0)
  expect([qos2.isOpen(5), qos2.isCommitted(5)]).toEqual([true, true])
  qos2.release(5)
  expect([qos2.isOpen(5), qos2.isCommitted(5), qos2.size]).toEqual([false, false, 0])
})
