/** What was refused, newest first: nothing that a device sent disappears. */
import type { QuarantinePage } from '../../../gateway/api/schemas/quarantine.ts'
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { moment } from '../words/clock.ts'
import { refusalWords } from '../words/refusalWords.ts'
import styles from './EventList.module.css'
import { Panel } from './Panel.tsx'

export interface QuarantinePanelProps {
  readonly page: QuarantinePage | undefined
  nameOf(deviceId: string): string
  onOpen(position: number): void
}

const SHOWN = 8

export function QuarantinePanel({ page, nameOf, onOpen }: QuarantinePanelProps) {
  const { second } = useLive()
  const nowMs = useObservable(second)
  return (
    <Panel
      id="refused"
      title="Refused payloads"
      hint="Sent by a device, not readable as it was. Kept with its bytes; the device was told why."
    >
      {page?.refused.length === 0 && (
        <p className={styles.nothing}>None. What a device sends wrong appears here.</p>
      )}
      <ul className={styles.list}>
        {page?.refused.slice(0, SHOWN).map(({ position, deviceId, receivedAt, code, field, sizeBytes }) => (
          <li key={position}>
            <button
              type="button"
              className={styles.row}
              onClick={() => onOpen(position)}
              aria-haspopup="dialog"
            >
              <time className={styles.when} dateTime={receivedAt}>
                {moment(Date.parse(receivedAt), nowMs)}
              </time>
              <span className={styles.what}>
                <b>{refusalWords(code)}</b> {field !== '' && <code>{field}</code>}
              </span>
              <span className={styles.who}>
                {nameOf(deviceId)} · {sizeBytes} bytes
              </span>
            </button>
          </li>
        ))}
      </ul>
      {page?.overflow.map(({ deviceId, count }) => (
        <p key={deviceId} className={styles.more}>
          {count.toLocaleString('en-GB')} more of {nameOf(deviceId)} beyond its quota: hash and size are kept.
        </p>
      ))}
    </Panel>
  )
}
