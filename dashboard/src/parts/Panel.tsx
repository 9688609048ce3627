/** A framed part of the page under its heading. */
import type { ReactNode } from 'react'
import styles from './Panel.module.css'

export interface PanelProps {
  readonly id: string
  readonly title: string
  /** What the heading means, in a sentence. */
  readonly hint?: string
  readonly children: ReactNode
}

export function Panel({ id, title, hint, children }: PanelProps) {
  return (
    <section id={id} className={styles.panel} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      {hint && <p className={styles.hint}>{hint}</p>}
      {children}
    </section>
  )
}
