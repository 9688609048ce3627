/** Tiles side by side, each always in its place. */
import type { TileSubject } from '../live/subjects.ts'
import { Tile } from './Tile.tsx'
import styles from './TileGrid.module.css'

export interface TileGridProps {
  readonly subjects: readonly TileSubject[]
  onOpen(key: TileSubject['key']): void
}

export function TileGrid({ subjects, onOpen }: TileGridProps) {
  return (
    <ul className={styles.grid}>
      {subjects.map(({ key, title, devices }) => (
        <li key={key} className={styles.place}>
          <Tile subject={key} title={title} devices={devices} onOpen={() => onOpen(key)} />
        </li>
      ))}
    </ul>
  )
}
