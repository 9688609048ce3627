/** The top of the page: what it is, whether it is live, how much arrives, what time it is. */
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { calendarDay, clockTime } from '../words/clock.ts'
import { Icon } from './Icon.tsx'
import styles from './PageHeader.module.css'

export interface PageCount {
  readonly href: string
  readonly count: number
  readonly words: string
}

/** A screen whose clock is this wrong would mislead whoever looks at it elsewhere. */
const WRONG_CLOCK_MS = 5000

export function PageHeader({ counts }: { readonly counts: readonly PageCount[] }) {
  const { second, link, status, clock } = useLive()
  const nowMs = useObservable(second)
  const linkState = useObservable(link)
  const gateway = useObservable(status)
  const isLive = linkState.kind === 'live'
  const aheadS = Math.round(clock.screenAheadMs() / 1000)

  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <span className={styles.mark}>
          <Icon name="pulse" />
        </span>
        Live readings
      </h1>
      <ul className={styles.counts} aria-label="On this page">
        {counts.map(({ href, count, words }) => (
          <li key={href}>
            <a href={href}>
              <b>{count}</b> {words}
            </a>
          </li>
        ))}
      </ul>
      <p className={styles.state} role="status">
        <Icon name="link" />
        {linkState.kind === 'connecting' ? 'Connecting' : isLive ? 'Live' : 'Not live'}
      </p>
      {gateway && isLive && (
        <p className={styles.rate}>
          <span>{gateway.messagesPerSecond.toFixed(1)} messages/s</span>
          <span>{gateway.position.toLocaleString('en-GB')} stored</span>
        </p>
      )}
      {Math.abs(aheadS * 1000) > WRONG_CLOCK_MS && (
        <p className={styles.state}>
          <Icon name="clock" />
          This screen’s clock is {Math.abs(aheadS)} s {aheadS > 0 ? 'ahead' : 'behind'}; shown is the
          gateway’s
        </p>
      )}
      <time className={styles.clock} dateTime={new Date(nowMs).toISOString()}>
        <span className={styles.day}>{calendarDay(nowMs)}</span> {clockTime(nowMs)}
      </time>
    </header>
  )
}
