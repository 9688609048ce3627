/** Whether what the page shows is live: the gateway says something each second, silence is a lost link. */

export interface Link {
  readonly connected: boolean
  /** Screen's own clock, Unix ms; null: nothing was heard yet. */
  readonly lastHeardMs: number | null
  /** Tries since the link was lost. */
  readonly attempts: number
}

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly attempts: number; readonly isOld: boolean }

/** The bar must be there within 3 s; the page looks twice a second. */
const SILENCE_MS = 2300
/** From then on no number on the page passes for current. */
const OLD_MS = 10_000

export function linkState({ connected, lastHeardMs, attempts }: Link, nowMs: number): LinkState {
  if (lastHeardMs === null) return { kind: 'connecting' }
  const silentMs = nowMs - lastHeardMs
  if (connected && silentMs <= SILENCE_MS) return { kind: 'live' }
  return { kind: 'lost', sinceMs: lastHeardMs, attempts, isOld: silentMs > OLD_MS }
}
