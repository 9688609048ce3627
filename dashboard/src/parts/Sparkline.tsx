/** The last minutes of one vital as a line; where nothing came it is broken. */
import { memo, useMemo } from 'react'
import type { VitalName } from '../../../devices/vitals.ts'
import { sparkline } from '../live/sparkline.ts'
import type { TracePoint } from '../live/subject.ts'
import styles from './Sparkline.module.css'

export interface SparklineProps {
  readonly vital: VitalName
  readonly trace: readonly TracePoint[]
  readonly gapMs: number
  /** Right edge of the chart. */
  readonly nowMs: number
}

const WIDTH = 120
const HEIGHT = 28
/** Room for the line's own width at the edges. */
const EDGE = 3

export const Sparkline = memo(function Sparkline({ vital, trace, gapMs, nowMs }: SparklineProps) {
  const { line, late, last } = useMemo(
    () => sparkline({ vital, trace, gapMs, nowMs, width: WIDTH - 2 * EDGE, height: HEIGHT - 2 * EDGE }),
    [vital, trace, gapMs, nowMs],
  )
  return (
    <svg
      className={styles.chart}
      viewBox={`${-EDGE} ${-EDGE} ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className={styles.line} d={line} />
      {late.map(({ x, y }) => (
        <path key={`${x} ${y}`} className={styles.late} d={`M${x} ${y}h.01`} />
      ))}
      {last && <path className={styles.last} d={`M${last.x} ${last.y}h.01`} />}
    </svg>
  )
})
