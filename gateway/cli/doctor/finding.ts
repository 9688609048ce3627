/** What a check found, and how to repair it. */

export const FINDING_STATES = ['ok', 'skipped', 'warning', 'failed'] as const
export type FindingState = (typeof FINDING_STATES)[number]

export interface Finding {
  readonly name: string
  readonly state: FindingState
  readonly detail: string
  /** What to do; '' where nothing is wrong. */
  readonly fix: string
}

export function ok(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, fix: '' }
}

/** Nothing to check. */
export function skipped(name: string, detail: string): Finding {
  return { name, state: 'skipped', detail, fix: '' }
}

/** Works, but will not for long or not well. */
export function warning(name: string, detail: string, fix: string): Finding {
  return { name, state: 'warning', detail, fix }
}

export function failed(name: string, detail: string, fix: string): Finding {
  return { name, state: 'failed', detail, fix }
}
