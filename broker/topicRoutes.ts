/** What becomes of a PUBLISH on each topic, remembered for one lane so that it is decided once. */
import { isText, isTopicName } from './mqttText.ts'
import type { PublishDecision } from './ports.ts'

/** Instead of a channel: to aedes. */
export const FORWARD = -1
/** Instead of a channel: no topic name; the checks of the packet say why. */
export const NO_TOPIC = -2

interface Remembered {
  readonly bytes: Buffer
  /** Number from CHANNEL, or FORWARD. */
  readonly channel: number
}

function sameBytes(chunk: Buffer, start: number, bytes: Buffer): boolean {
  for (let at = bytes.length - 1; at >= 0; at--) if (chunk[start + at] !== bytes[at]) return false
  return true
}

/**
 * A wearable says the same topic over and over: that one is compared byte by byte and costs no string.
 * Others are kept by name, a bounded number of them.
 */
export class TopicRoutes {
  private readonly decide: (topic: string) => PublishDecision
  private readonly capacity: number
  private last: Remembered | null = null
  private others: Map<string, Remembered> | null = null

  constructor(decide: (topic: string) => PublishDecision, capacity: number) {
    this.decide = decide
    this.capacity = capacity
  }

  /** @returns number from CHANNEL, FORWARD or NO_TOPIC */
  channelOf(chunk: Buffer, start: number, end: number): number {
    const { last } = this
    if (last !== null && end - start === last.bytes.length && sameBytes(chunk, start, last.bytes)) {
      return last.channel
    }
    return this.lookUp(chunk, start, end)
  }

  private lookUp(chunk: Buffer, start: number, end: number): number {
    const name = chunk.toString('latin1', start, end)
    const known = this.others?.get(name)
    if (known) {
      this.last = known
      return known.channel
    }
    if (!isTopicName(chunk, start, end) || !isText(chunk, start, end)) return NO_TOPIC
    const decision = this.decide(chunk.toString('utf8', start, end))
    const bytes = Buffer.allocUnsafeSlow(end - start)
    chunk.copy(bytes, 0, start, end)
    this.remember(name, { bytes, channel: decision === 'forward' ? FORWARD : decision.channel })
    return this.last!.channel
  }

  private remember(name: string, route: Remembered): void {
    if (this.last !== null) {
      this.others ??= new Map()
      if (this.others.size >= this.capacity) this.others.clear()
      this.others.set(this.last.bytes.toString('latin1'), this.last)
      this.others.set(name, route)
    }
    this.last = route
  }
}
