/** One refused payload: why, from where, and its bytes as text and as hex. */
import { useQuery } from '@tanstack/react-query'
import { refusedPayloadQuestion } from '../api/questions.ts'
import { calendarDay, clockTime } from '../words/clock.ts'
import { refusalWords } from '../words/refusalWords.ts'
import { AskFailed } from './AskFailed.tsx'
import styles from './RefusedDrawer.module.css'
import { SideDrawer } from './SideDrawer.tsx'

export interface RefusedDrawerProps {
  readonly position: number | null
  nameOf(deviceId: string): string
  onClose(): void
}

export function RefusedDrawer({ position, nameOf, onClose }: RefusedDrawerProps) {
  return (
    <SideDrawer title="Refused payload" isOpen={position !== null} onClose={onClose}>
      {position !== null && <RefusedPayloadFacts position={position} nameOf={nameOf} />}
    </SideDrawer>
  )
}

function RefusedPayloadFacts({
  position,
  nameOf,
}: {
  readonly position: number
  readonly nameOf: (deviceId: string) => string
}) {
  const { data, error, refetch } = useQuery(refusedPayloadQuestion(position))
  if (error) return <AskFailed what="This payload can not be read" error={error} onRetry={refetch} />
  if (!data) return null
  const receivedMs = Date.parse(data.receivedAt)
  return (
    <>
      <p className={styles.reason}>
        <b>{refusalWords(data.code)}.</b> {data.reason}
      </p>
      <dl className={styles.facts}>
        <dt>Device</dt>
        <dd>{nameOf(data.deviceId)}</dd>
        <dt>Received</dt>
        <dd>
          {calendarDay(receivedMs)} {clockTime(receivedMs)}
        </dd>
        <dt>Topic</dt>
        <dd className={styles.mono}>{data.topic}</dd>
        <dt>Field</dt>
        <dd className={styles.mono}>{data.field === '' ? 'the payload as a whole' : data.field}</dd>
        <dt>Size</dt>
        <dd>{data.sizeBytes.toLocaleString('en-GB')} bytes</dd>
        <dt>SHA-256</dt>
        <dd className={styles.mono}>{data.sha256}</dd>
        <dt>Journal</dt>
        <dd>entry {data.position.toLocaleString('en-GB')}</dd>
      </dl>
      {data.bytes === null ? (
        <p>
          Its bytes were not kept: the device’s quota was used up. The hash tells whether a copy is the same.
        </p>
      ) : (
        <>
          <h3 className={styles.heading}>As text</h3>
          {data.bytes.textPreview === null ? (
            <p>Not readable as UTF-8.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <pre className={styles.bytes} tabIndex={0}>
              {data.bytes.textPreview}
            </pre>
          )}
          <h3 className={styles.heading}>Bytes</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={`${styles.bytes} ${styles.columns}`} tabIndex={0}>
            {data.bytes.hexPreview}
          </pre>
        </>
      )}
    </>
  )
}
