/** Which patient a device measured, and when: assignments over time, one at a time for a device. */

export interface Assignment {
  readonly deviceId: string
  readonly patientId: string
  /** Unix milliseconds, inclusive. */
  readonly fromMs: number
  /** Unix milliseconds, exclusive; null while it lasts. */
  readonly untilMs: number | null
}

/** The assignment in force at a time, of those of one device. */
export function assignmentInForce<Kind extends Pick<Assignment, 'fromMs' | 'untilMs'>>(
  assignments: readonly Kind[],
  atMs: number,
): Kind | null {
  for (const assignment of assignments) {
    if (atMs >= assignment.fromMs && (assignment.untilMs === null || atMs < assignment.untilMs))
      return assignment
  }
  return null
}
