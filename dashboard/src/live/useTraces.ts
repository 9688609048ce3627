/** Fills the small charts of a tile with what was measured before the page was opened, once it is in sight. */
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect } from 'react'
import type { VitalName } from '../../../devices/vitals.ts'
import type { History } from '../../../gateway/api/schemas/history.ts'
import { askGateway } from '../api/askGateway.ts'
import { useLive } from './liveModel.ts'
import { useObservable } from './observable.ts'
import type { SubjectKey } from './subject.ts'
import { TRACE_MS } from './trace.ts'

const POINTS = 200
const FAST_CLOCK_MS = 5 * 60_000
/** A tile that scrolls out and in again is not asked for again at once. */
const FRESH_MS = 30_000

export function useTraces(
  key: SubjectKey,
  vitals: readonly VitalName[],
  tile: RefObject<Element | null>,
): void {
  const { readings, clock, link } = useLive()
  const isLive = useObservable(link).kind === 'live'
  const queries = useQueryClient()
  const wanted = vitals.join(' ')

  useEffect(() => {
    if (!isLive || tile.current === null || wanted === '') return
    const [kind, id] = key.split(/:(.*)/) as [string, string]

    async function fill(vital: VitalName): Promise<void> {
      const answer = await queries.fetchQuery({
        queryKey: ['trace', key, vital],
        staleTime: FRESH_MS,
        queryFn: () => {
          const nowMs = clock.now()
          const query = new URLSearchParams({
            vital,
            [`${kind}Id`]: id,
            from: new Date(nowMs - TRACE_MS).toISOString(),
            // A device whose clock is fast measures ahead of us.
            to: new Date(nowMs + FAST_CLOCK_MS).toISOString(),
            maxPoints: String(POINTS),
          })
          return askGateway<History>(`history?${query}`)
        },
      })
      readings.takeHistory(key, vital, answer.points)
    }

    const sight = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return
      sight.disconnect()
      // A chart without its past is no fault worth a word: it fills as readings arrive.
      for (const vital of wanted.split(' ') as VitalName[]) fill(vital).catch(() => undefined)
    })
    sight.observe(tile.current)
    return () => sight.disconnect()
  }, [isLive, key, wanted, tile, readings, clock, queries])
}
