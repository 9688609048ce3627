/** Across the page: the gateway can not store, so devices keep their readings. */
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { clockTime } from '../words/clock.ts'
import { Icon } from './Icon.tsx'
import styles from './NoticeBar.module.css'

export function StoreFailingBar() {
  const { status } = useLive()
  const since = useObservable(status)?.storeFailingSince
  if (!since) return null
  return (
    <div className={styles.bar} role="alert">
      <Icon name="cross" />
      <p className={styles.words}>
        <b>Nothing is stored since {clockTime(Date.parse(since))}.</b> Devices keep their readings and send
        them again. The gateway’s log says why.
      </p>
    </div>
  )
}
