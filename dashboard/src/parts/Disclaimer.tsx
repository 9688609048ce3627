/** What this is not, where everybody sees it. */
import styles from './Disclaimer.module.css'

export function Disclaimer() {
  return (
    <p className={styles.disclaimer}>
      <b>Not a certified medical device.</b> In an emergency call your local emergency number (112, 911, 999).
    </p>
  )
}
