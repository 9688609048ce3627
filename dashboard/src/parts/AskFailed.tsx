/** Something could not be asked: what, why, what still works, and another try. */

import styles from './AskFailed.module.css'
import { Icon } from './Icon.tsx'

export interface AskFailedProps {
  readonly what: string
  readonly error: Error
  readonly stillWorks?: string
  onRetry(): unknown
}

export function AskFailed({ what, error, stillWorks, onRetry }: AskFailedProps) {
  return (
    <div className={styles.failed} role="alert">
      <Icon name="cross" />
      <div>
        <p>
          <b>{what}.</b> {error.message}
        </p>
        {stillWorks && <p>{stillWorks}</p>}
        <button type="button" className={styles.retry} onClick={() => onRetry()}>
          Try again
        </button>
      </div>
    </div>
  )
}
