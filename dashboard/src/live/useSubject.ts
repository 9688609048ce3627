/** Watches the vitals of one patient or device. */
import { useCallback, useSyncExternalStore } from 'react'
import { useLive } from './liveModel.ts'
import type { Subject, SubjectKey } from './subject.ts'

export function useSubject(key: SubjectKey): Subject {
  const { readings } = useLive()
  const watch = useCallback((listener: () => void) => readings.watch(key, listener), [readings, key])
  return useSyncExternalStore(watch, () => readings.subject(key))
}
