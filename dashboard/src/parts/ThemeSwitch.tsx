/** Light, dark, or as the device has it. */
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Icon } from './Icon.tsx'
import styles from './ThemeSwitch.module.css'

export function ThemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const current = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const other = current === 'light' ? 'dark' : 'light'
  return (
    <button type="button" className={styles.switch} onClick={() => setColorScheme(other)}>
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
      <span>{other === 'dark' ? 'Dark' : 'Light'}</span>
    </button>
  )
}
