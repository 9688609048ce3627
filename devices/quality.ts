/** What a sensor says of its own reading, as a closed list; the index is the number stored. */

export const QUALITIES = ['unstated', 'good', 'questionable', 'invalid', 'noSignal'] as const

export type Quality = (typeof QUALITIES)[number]

/** Numbers of QUALITIES for the places that write bytes. */
export const QUALITY = {
  unstated: 0,
  good: 1,
  questionable: 2,
  invalid: 3,
  noSignal: 4,
} as const satisfies Record<Quality, number>

/** True where a reading may be shown as a number and judged: neither refused by its sensor nor without signal. */
export function isValue(quality: number): boolean {
  return quality < QUALITY.invalid
}
