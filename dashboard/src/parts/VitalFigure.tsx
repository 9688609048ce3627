/** One vital of a tile: value, unit, doubt, the last minutes, age and source. */
import type { VitalCell } from '../live/vitalCells.ts'
import { ageWords } from '../words/age.ts'
import { Chip } from './Chip.tsx'
import { Sparkline } from './Sparkline.tsx'
import styles from './VitalFigure.module.css'

export interface VitalFigureProps {
  readonly cell: VitalCell
  /** By the gateway's clock. */
  readonly nowMs: number
  /** The link has been lost for so long that nothing passes for current. */
  readonly isCut: boolean
}

/** For so long the dot before an age is lit. */
const NEW_MS = 1000
/** The chart moves on in steps: a new reading draws it at once, time alone need not each second. */
const CHART_STEP_MS = 5000

export function VitalFigure({ cell, nowMs, isCut }: VitalFigureProps) {
  const ageMs = nowMs - cell.agedFromMs
  const isStale = isCut || ageMs > cell.staleAfterMs
  const chartMs = Math.max(Math.ceil(nowMs / CHART_STEP_MS) * CHART_STEP_MS, cell.trace.at(-1)?.atMs ?? 0)
  const isPair = cell.text.includes('/')
  return (
    <div className={styles.figure} data-vital={cell.vital} data-stale={isStale || undefined}>
      <dt className={styles.label}>
        <abbr className={styles.name} title={cell.spokenLabel}>
          {cell.label}
        </abbr>
        {cell.unit !== cell.label.toLowerCase() && <span className={styles.unit}>{cell.unit}</span>}
      </dt>
      <dd className={styles.value}>
        <span className={isPair ? styles.pair : styles.number}>{cell.text}</span>
      </dd>
      <dd className={styles.chart}>
        <Sparkline vital={cell.vital} trace={cell.trace} gapMs={cell.gapMs} nowMs={chartMs} />
        {cell.doubt && (
          <span className={styles.doubt}>
            <Chip kind="line">{cell.doubt}</Chip>
          </span>
        )}
      </dd>
      <dd className={styles.foot}>
        {isStale ? (
          <Chip kind="stale">stale {ageWords(ageMs)}</Chip>
        ) : (
          <span className={styles.age}>
            <span className={styles.arrival} data-new={ageMs < NEW_MS || undefined} aria-hidden="true" />
            {ageWords(ageMs)}
          </span>
        )}
        {cell.sources > 1 && (
          <span
            className={styles.source}
            title={`Shown is the ${cell.isPreferred ? 'preferred' : 'newest'}: ${cell.deviceId}`}
          >
            {cell.sources} sources
          </span>
        )}
      </dd>
    </div>
  )
}
