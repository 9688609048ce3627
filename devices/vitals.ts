/** The table of vital signs: one row is everything the product knows about measuring one of them. */

/** Readings of a group are only meaningful together: one of them alone is refused. */
export type VitalGroup = 'bloodPressure'

export interface Vital {
  /** Name in payloads, API and code. */
  readonly name: string
  /** Number in canonical bytes and stored rows: never reused, never changed. */
  readonly code: number
  readonly label: string
  /** LOINC code of the observation; https://loinc.org/{code}. */
  readonly loinc: string
  /** UCUM code of the unit that values are kept in. */
  readonly unit: string
  /** The unit as people write it. */
  readonly shownUnit: string
  /** Values are kept as integers of 10^-decimals units. */
  readonly decimals: number
  /** Digits after the point on a screen. */
  readonly shownDecimals: number
  /** Lowest and highest value that a sensor can truly measure, in `unit`; outside it a payload is refused. */
  readonly plausible: readonly [low: number, high: number]
  /** A sensor says "I measure nothing" with a value at or below this one, in `unit`; null: it never does. */
  readonly noSignalAtOrBelow: number | null
  readonly group: VitalGroup | null
  /** Molar mass in g/mol where a concentration may come in moles. */
  readonly molarMass: number | null
  /** Words for the integers 0, 1, 2 … of a coded vital. */
  readonly levels: readonly string[] | null
  /** Line colour in charts, light and dark theme. */
  readonly colour: readonly [light: string, dark: string]
}

type Row = Pick<
  Vital,
  'code' | 'label' | 'loinc' | 'unit' | 'shownUnit' | 'decimals' | 'plausible' | 'colour'
> &
  Partial<Vital>

/**
 * Plausible limits: what the sensors can report, wider than VALID LOW/HIGH of MIMIC-Extract
 * (variable_ranges.csv) where devices measure beyond intensive care's own limits.
 * No-signal values: 0 from oximeters, monitors and cuffs; glucose sensors send their error codes
 * as 0 to 12 mg/dL (Dexcom G4 special values).
 */
const rows = {
  heartRate: {
    code: 1,
    label: 'Heart rate',
    loinc: '8867-4',
    unit: '/min',
    shownUnit: '/min',
    decimals: 1,
    shownDecimals: 0,
    plausible: [1, 350],
    noSignalAtOrBelow: 0,
    colour: ['#2c5282', '#9dc3f2'],
  },
  oxygenSaturation: {
    code: 2,
    label: 'SpO₂',
    loinc: '2708-6',
    unit: '%',
    shownUnit: '%',
    decimals: 1,
    shownDecimals: 0,
    plausible: [1, 100],
    noSignalAtOrBelow: 0,
    colour: ['#2c5282', '#9dc3f2'],
  },
  respiratoryRate: {
    code: 3,
    label: 'Respiratory rate',
    loinc: '9279-1',
    unit: '/min',
    shownUnit: '/min',
    decimals: 1,
    shownDecimals: 0,
    plausible: [1, 150],
    noSignalAtOrBelow: 0,
    colour: ['#2c5282', '#9dc3f2'],
  },
  bodyTemperature: {
    code: 4,
    label: 'Temperature',
    loinc: '8310-5',
    unit: 'Cel',
    shownUnit: '°C',
    decimals: 2,
    shownDecimals: 1,
    plausible: [14, 47],
    noSignalAtOrBelow: 0,
    colour: ['#2c5282', '#9dc3f2'],
  },
  systolicBloodPressure: {
    code: 5,
    label: 'Systolic blood pressure',
    loinc: '8480-6',
    unit: 'mm[Hg]',
    shownUnit: 'mmHg',
    decimals: 1,
    shownDecimals: 0,
    plausible: [10, 375],
    noSignalAtOrBelow: 0,
    group: 'bloodPressure',
    colour: ['#2c5282', '#9dc3f2'],
  },
  diastolicBloodPressure: {
    code: 6,
    label: 'Diastolic blood pressure',
    loinc: '8462-4',
    unit: 'mm[Hg]',
    shownUnit: 'mmHg',
    decimals: 1,
    shownDecimals: 0,
    plausible: [5, 375],
    noSignalAtOrBelow: 0,
    group: 'bloodPressure',
    colour: ['#2c5282', '#9dc3f2'],
  },
  glucose: {
    code: 7,
    label: 'Glucose',
    loinc: '2339-0',
    unit: 'mg/dL',
    shownUnit: 'mg/dL',
    decimals: 1,
    shownDecimals: 0,
    plausible: [13, 2000],
    noSignalAtOrBelow: 12,
    molarMass: 180.156,
    colour: ['#2c5282', '#9dc3f2'],
  },
  bodyWeight: {
    code: 8,
    label: 'Weight',
    loinc: '29463-7',
    unit: 'kg',
    shownUnit: 'kg',
    decimals: 2,
    shownDecimals: 1,
    plausible: [0.2, 650],
    noSignalAtOrBelow: 0,
    colour: ['#2c5282', '#9dc3f2'],
  },
  steps: {
    code: 9,
    label: 'Steps',
    loinc: '55423-8',
    unit: '{steps}',
    shownUnit: 'steps',
    decimals: 0,
    plausible: [0, 200_000],
    colour: ['#2c5282', '#9dc3f2'],
  },
  consciousness: {
    code: 10,
    label: 'Consciousness',
    loinc: '80288-4',
    unit: '{ACVPU}',
    shownUnit: '',
    decimals: 0,
    plausible: [0, 4],
    levels: ['A', 'C', 'V', 'P', 'U'],
    colour: ['#2c5282', '#9dc3f2'],
  },
  supplementalOxygen: {
    code: 11,
    label: 'Supplemental oxygen',
    loinc: '3151-8',
    unit: 'L/min',
    shownUnit: 'L/min',
    decimals: 1,
    shownDecimals: 1,
    plausible: [0, 80],
    colour: ['#2c5282', '#9dc3f2'],
  },
} as const satisfies Record<string, Row>

export type VitalName = keyof typeof rows

export const VITALS: readonly Vital[] = Object.entries(rows).map(([name, row]: [string, Row]) => ({
  shownDecimals: row.decimals,
  noSignalAtOrBelow: null,
  group: null,
  molarMass: null,
  levels: null,
  ...row,
  name,
}))

export const VITAL_NAMES = Object.keys(rows) as VitalName[]

const byName = new Map(VITALS.map((vital) => [vital.name, vital]))
const byCode: (Vital | undefined)[] = []
for (const vital of VITALS) byCode[vital.code] = vital

/** One more than the greatest vital code: the length of arrays indexed by it. */
export const VITAL_CODES = byCode.length

export function vitalNamed(name: string): Vital | undefined {
  return byName.get(name)
}

export function vitalWithCode(code: number): Vital | undefined {
  return byCode[code]
}
