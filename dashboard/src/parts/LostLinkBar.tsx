/** Across the page: it no longer shows what is. */
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { clockTime } from '../words/clock.ts'
import { Icon } from './Icon.tsx'
import styles from './NoticeBar.module.css'

export function LostLinkBar() {
  const { link, clock, retry } = useLive()
  const state = useObservable(link)
  if (state.kind !== 'lost') return null
  return (
    <div className={styles.bar} role="alert">
      <Icon name="link" />
      <p className={styles.words}>
        <b>Not live since {clockTime(clock.ofScreen(state.sinceMs))}.</b> Reconnecting
        {state.attempts > 0 && <span aria-hidden="true">, try {state.attempts}</span>}.
      </p>
      <button type="button" className={styles.act} onClick={retry}>
        Retry now
      </button>
    </div>
  )
}
