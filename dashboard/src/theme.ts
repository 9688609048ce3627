/** Mantine's settings; its colours and type come from styles/mantine.css. */
import { createTheme } from '@mantine/core'

export const theme = createTheme({
  respectReducedMotion: true,
  cursorType: 'pointer',
  autoContrast: false,
})
