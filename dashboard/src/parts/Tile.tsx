/** One patient, or one device that nobody wears: who, how its devices are, and every vital in its place. */
import { useRef } from 'react'
import type { Device } from '../../../gateway/api/schemas/device.ts'
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import type { SubjectKey } from '../live/subject.ts'
import { useSubject } from '../live/useSubject.ts'
import { useTraces } from '../live/useTraces.ts'
import { lateReadings, vitalCells } from '../live/vitalCells.ts'
import { ageWords } from '../words/age.ts'
import { connectionWords, presenceWords } from '../words/presenceWords.ts'
import { Chip } from './Chip.tsx'
import { Icon } from './Icon.tsx'
import styles from './Tile.module.css'
import { VitalFigure } from './VitalFigure.tsx'

export interface TileProps {
  readonly subject: SubjectKey
  readonly title: string
  readonly devices: readonly Device[]
  onOpen(): void
}

/** When the newest value of any vital was made; where even that is old, the whole tile is. */
function newestMs(cells: readonly { readonly agedFromMs: number }[]): number | null {
  return cells.length === 0 ? null : Math.max(...cells.map(({ agedFromMs }) => agedFromMs))
}

export function Tile({ subject, title, devices, onOpen }: TileProps) {
  const tile = useRef<HTMLElement>(null)
  const { second, link } = useLive()
  const nowMs = useObservable(second)
  const linkState = useObservable(link)
  const vitals = useSubject(subject)
  useTraces(subject, [...vitals.keys()], tile)

  const cells = vitalCells(
    vitals,
    (id) => devices.find((device) => device.id === id)?.intervalSeconds ?? null,
  )
  const isCut = linkState.kind === 'lost' && linkState.isOld
  const seenMs = newestMs(cells)
  const isStale =
    isCut || (seenMs !== null && cells.every((cell) => nowMs - cell.agedFromMs > cell.staleAfterMs))
  const late = lateReadings(vitals)

  return (
    <article ref={tile} className={styles.tile} data-subject={subject} data-stale={isStale || undefined}>
      <p className={styles.band}>
        {isStale && seenMs !== null ? (
          <>
            <span className={styles.stale}>
              <Icon name="clock" /> {isCut ? 'Not live' : 'Stale'}
            </span>
            <span className={styles.stale}>{ageWords(nowMs - seenMs)}</span>
          </>
        ) : (
          <span className={styles.presence}>
            {subject.startsWith('device:')
              ? devices.map((device) => connectionWords(device, nowMs))
              : presenceWords(devices, nowMs)}
          </span>
        )}
      </p>
      <h3 className={styles.title}>
        <button type="button" className={styles.open} onClick={onOpen} aria-haspopup="dialog">
          {title}
        </button>
        {late > 0 && (
          <Chip kind="line" title="Arrived after newer readings; in the charts, never shown as newest">
            <Icon name="late" /> {late} late
          </Chip>
        )}
      </h3>
      {cells.length === 0 ? (
        <p className={styles.nothing}>No reading yet.</p>
      ) : (
        <dl className={styles.figures}>
          {cells.map((cell) => (
            <VitalFigure key={cell.vital} cell={cell} nowMs={nowMs} isCut={isCut} />
          ))}
        </dl>
      )}
    </article>
  )
}
