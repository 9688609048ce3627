/** Builder of an invented wearer of simulated wearables. */
import type { Person } from '../../devices/simulator/person.ts'

export function person(differences: Partial<Person> = {}): Person {
  return { seed: 'test', ageYears: 45, sex: 'female', ...differences }
}
