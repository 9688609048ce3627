/** A few words in a frame; colour never carries the meaning. */
import type { ReactNode } from 'react'
import styles from './Chip.module.css'

export interface ChipProps {
  readonly kind?: 'plain' | 'line' | 'stale'
  readonly title?: string
  readonly children: ReactNode
}

export function Chip({ kind = 'plain', title, children }: ChipProps) {
  return (
    <span className={`${styles.chip} ${styles[kind]}`} title={title}>
      {children}
    </span>
  )
}
