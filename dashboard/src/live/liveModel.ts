/** Everything on the page that moves: readings, link, clock; made once, handed down. */
import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { GatewayStatus } from '../../../gateway/live/channels.ts'
import {
  assignmentsQuestion,
  devicesQuestion,
  latestQuestion,
  patientsQuestion,
  quarantineQuestion,
} from '../api/questions.ts'
import { createGatewayClock, type GatewayClock } from './gatewayClock.ts'
import { openLink } from './link.ts'
import { type Link, type LinkState, linkState } from './linkState.ts'
import { createObservable, type Observable } from './observable.ts'
import { createReadings, type Readings } from './readings.ts'

export interface LiveModel {
  readonly readings: Readings
  readonly clock: GatewayClock
  readonly status: Observable<GatewayStatus | null>
  readonly link: Observable<LinkState>
  /** The gateway's time, each second. */
  readonly second: Observable<number>
  retry(): void
  close(): void
}

const LOOK_MS = 500
/** However fast the news comes, each question is asked again at most this often. */
const ASK_AGAIN_MS = 1000

interface Question {
  readonly queryKey: readonly unknown[]
}

export function createLiveModel(queries: QueryClient, screenNow: () => number): LiveModel {
  const readings = createReadings()
  const clock = createGatewayClock(screenNow)
  const status = createObservable<GatewayStatus | null>(null)
  const heard = createObservable<Link>({ connected: false, lastHeardMs: null, attempts: 0 })
  const link = createObservable<LinkState>({ kind: 'connecting' })
  const second = createObservable(Math.floor(clock.now() / 1000) * 1000)
  const toAsk = new Set<Question>()
  let askTimer: ReturnType<typeof setTimeout> | null = null

  function askAgain(...questions: Question[]): void {
    for (const question of questions) toAsk.add(question)
    askTimer ??= setTimeout(() => {
      askTimer = null
      for (const { queryKey } of toAsk) void queries.invalidateQueries({ queryKey })
      toAsk.clear()
    }, ASK_AGAIN_MS)
  }

  function look(): void {
    const state = linkState(heard.get(), screenNow())
    if (JSON.stringify(state) !== JSON.stringify(link.get())) link.set(state)
    second.set(Math.floor(clock.now() / 1000) * 1000)
  }

  const socket = openLink({
    readings,
    clock,
    link: heard,
    status,
    screenNow,
    onMissed: () => askAgain(latestQuestion, quarantineQuestion),
    onRefused: () => askAgain(quarantineQuestion),
    onDirectory: () => askAgain(devicesQuestion, patientsQuestion, assignmentsQuestion, latestQuestion),
    onPresence: () => askAgain(devicesQuestion),
  })
  const stopListening = heard.subscribe(look)
  const looking = setInterval(look, LOOK_MS)

  return {
    readings,
    clock,
    status,
    link,
    second,
    retry: socket.retry,
    close() {
      clearInterval(looking)
      if (askTimer !== null) clearTimeout(askTimer)
      stopListening()
      socket.close()
    },
  }
}

export const LiveContext = createContext<LiveModel | null>(null)

export function useLive(): LiveModel {
  const model = useContext(LiveContext)
  if (!model) throw new Error('no live model above this part')
  return model
}
