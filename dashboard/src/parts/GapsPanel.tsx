/** Numbers that a device jumped over: messages that it made and that never came. */
import type { Gap } from '../../../gateway/api/schemas/gap.ts'
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { moment } from '../words/clock.ts'
import styles from './EventList.module.css'
import { Panel } from './Panel.tsx'

export interface GapsPanelProps {
  readonly gaps: readonly Gap[] | undefined
  nameOf(deviceId: string): string
}

const SHOWN = 8

function countWords({ firstMissing, lastMissing }: Gap): string {
  const count = lastMissing - firstMissing + 1
  return count === 1 ? '1 message missing' : `${count.toLocaleString('en-GB')} messages missing`
}

function range({ firstMissing, lastMissing }: Gap): string {
  return firstMissing === lastMissing ? `number ${firstMissing}` : `numbers ${firstMissing} to ${lastMissing}`
}

export function GapsPanel({ gaps, nameOf }: GapsPanelProps) {
  const { second } = useLive()
  const nowMs = useObservable(second)
  return (
    <Panel
      id="missing"
      title="Missing messages"
      hint="Numbers that a device left out. They leave this list when it sends them later."
    >
      {gaps?.length === 0 && <p className={styles.nothing}>None. Every numbered message has arrived.</p>}
      <ul className={styles.list}>
        {gaps?.slice(0, SHOWN).map((gap) => (
          <li key={`${gap.deviceId} ${gap.firstMissing}`} className={styles.row}>
            <time className={styles.when} dateTime={gap.detectedAt}>
              {moment(Date.parse(gap.detectedAt), nowMs)}
            </time>
            <span className={styles.what}>
              <b>{countWords(gap)}</b> {range(gap)}
            </span>
            <span className={styles.who}>{nameOf(gap.deviceId)}</span>
          </li>
        ))}
      </ul>
      {gaps && gaps.length > SHOWN && <p className={styles.more}>{gaps.length - SHOWN} more.</p>}
    </Panel>
  )
}
