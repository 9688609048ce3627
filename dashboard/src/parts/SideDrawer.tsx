/** A drawer from the side, above the page; Escape closes it and gives the focus back. */
import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './SideDrawer.module.css'

export interface SideDrawerProps {
  readonly title: string
  readonly isOpen: boolean
  readonly children: ReactNode
  onClose(): void
}

export function SideDrawer({ title, isOpen, children, onClose }: SideDrawerProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="min(560px, 100vw)"
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // It would lock scrolling by a <style> of its own, which the content policy forbids; the page's CSS does it.
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      classNames={{ title: styles.title, header: styles.header, body: styles.body, content: styles.content }}
    >
      {children}
    </Drawer>
  )
}
