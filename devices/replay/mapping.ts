/** Which column of a recording is which vital sign, in which unit: `SpO2 5=oxygenSaturation:%`. */
import { VITAL_NAMES, type Vital, vitalNamed } from '../vitals.ts'
import { InputProblem } from './inputProblem.ts'

export interface Mapping {
  readonly column: string
  readonly vital: Vital
  /** As the recording has it; null for a coded vital. The gateway converts it, or refuses it. */
  readonly unit: string | null
}

const SHAPE = 'COLUMN=vital:unit, as in "SpO2 5=oxygenSaturation:%"'

/** @throws InputProblem */
export function parseMapping(text: string): Mapping {
  // The last '=' divides: names of columns may hold one, names of vitals do not.
  const equals = text.lastIndexOf('=')
  const column = text.slice(0, equals).trim()
  if (equals < 1 || column === '') throw new InputProblem({ field: '--map', allowed: SHAPE, given: text })
  const [name = '', ...rest] = text.slice(equals + 1).split(':')
  const vital = vitalNamed(name.trim())
  if (!vital) throw new InputProblem({ field: '--map', allowed: VITAL_NAMES.join(', '), given: name.trim() })
  const unit = rest.join(':').trim()
  if (unit === '' && vital.levels === null) {
    const allowed = `a unit after the name, as in ${vital.name}:${vital.unit}; a unit is never guessed`
    throw new InputProblem({ field: '--map', allowed, given: text })
  }
  return { column, vital, unit: unit === '' ? null : unit }
}

/** @throws InputProblem for a vital mapped twice, or one half of a pair */
export function parseMappings(texts: readonly string[]): Mapping[] {
  if (texts.length === 0) throw new InputProblem({ field: '--map', allowed: `at least one ${SHAPE}` })
  const mappings = texts.map(parseMapping)
  const names = mappings.map(({ vital }) => vital.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new InputProblem({ field: '--map', allowed: 'each vital once', given: twice })
  for (const half of ['systolicBloodPressure', 'diastolicBloodPressure']) {
    const other = half.startsWith('sys') ? 'diastolicBloodPressure' : 'systolicBloodPressure'
    if (names.includes(half) && !names.includes(other)) {
      throw new InputProblem({
        field: '--map',
        allowed: `${other} beside it: a pressure is a pair`,
        given: half,
      })
    }
  }
  return mappings
}
