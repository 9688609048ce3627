/** The end of the page: how to connect a device, where to read on, light or dark. */
import { HowToConnect } from './HowToConnect.tsx'
import styles from './PageFooter.module.css'
import { ThemeSwitch } from './ThemeSwitch.tsx'

export function PageFooter({ withHowTo }: { readonly withHowTo: boolean }) {
  return (
    <footer className={styles.footer}>
      {withHowTo && (
        <details className={styles.how}>
          <summary>Connect a device</summary>
          <HowToConnect />
        </details>
      )}
      <p className={styles.links}>
        <a href="/docs/">API</a> <a href="/readyz">Health</a>
      </p>
      <ThemeSwitch />
    </footer>
  )
}
