/** Things that happen now and then and last a while: at most one in each slot of time, known for any time. */
import type { Chance } from './chance.ts'

export interface Episode {
  readonly startMs: number
  readonly endMs: number
  /** Evenly spread over [0, 1): how strong this one is. */
  readonly strength: number
}

export interface EpisodeOptions {
  readonly chance: Chance
  readonly slotMs: number
  /** Of a slot holding one. */
  readonly probability: number
  readonly shortestMs: number
  /** Not longer than a slot: an episode ends within its own. */
  readonly longestMs: number
}

export interface Episodes {
  /** The episode in progress, or null. */
  at(atMs: number): Episode | null
  /** Those that touch [fromMs, toMs], in order. */
  between(fromMs: number, toMs: number): Episode[]
  /** Share of time that episodes take on average. */
  readonly share: number
}

export function createEpisodes(options: EpisodeOptions): Episodes {
  const { slotMs, probability, shortestMs, longestMs } = options
  const happens = options.chance.fork('happens')
  const begin = options.chance.fork('begin')
  const length = options.chance.fork('length')
  const strength = options.chance.fork('strength')

  const inSlot = (slot: number): Episode | null => {
    if (happens.uniform(slot) >= probability) return null
    const durationMs = length.between(shortestMs, longestMs, slot)
    const startMs = slot * slotMs + begin.between(0, slotMs - durationMs, slot)
    return { startMs, endMs: startMs + durationMs, strength: strength.uniform(slot) }
  }

  return {
    share: (probability * (shortestMs + longestMs)) / 2 / slotMs,
    at(atMs) {
      const episode = inSlot(Math.floor(atMs / slotMs))
      return episode && atMs >= episode.startMs && atMs < episode.endMs ? episode : null
    },
    between(fromMs, toMs) {
      const found: Episode[] = []
      for (let slot = Math.floor(fromMs / slotMs); slot <= Math.floor(toMs / slotMs); slot++) {
        const episode = inSlot(slot)
        if (episode && episode.endMs > fromMs && episode.startMs <= toMs) found.push(episode)
      }
      return found
    },
  }
}
