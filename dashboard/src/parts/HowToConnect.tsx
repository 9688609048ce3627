/** Three lines that bring a first reading onto this page. */
import styles from './HowToConnect.module.css'

const REGISTER = 'npx vitalgate device add oxi-1'

/** The host that the page was opened by; a phone's 'localhost' would be itself. */
function publish(host: string): string {
  return `mosquitto_pub -h ${host} -p 1883 -i oxi-1 -u oxi-1 -P PASSWORD -q 1 \\
  -t v1/oxi-1/vitals \\
  -m '{"readings":[{"vital":"heartRate","value":72,"unit":"/min"}]}'`
}

export function HowToConnect() {
  return (
    <div className={styles.how}>
      <p>Register a device on the gateway’s machine. Its password is shown once.</p>
      <Lines text={REGISTER} />
      <p>Publish a reading with that password in place of PASSWORD. It appears here within a second.</p>
      <Lines text={publish(window.location.hostname)} />
    </div>
  )
}

function Lines({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.lines} tabIndex={0}>
      {text}
    </pre>
  )
}
