/** How fast one lane may send: its messages at the device's rate, its packets for aedes at that of the broker. */
import type { Limits } from './limits.ts'
import { TokenBucket } from './tokenBucket.ts'

export class LaneRates {
  /** True where the last answer was none: only time helps. */
  isEmpty = false
  private readonly messages: TokenBucket | null
  private readonly forwards: TokenBucket

  /** @param messagesPerSecond 0: no limit */
  constructor(messagesPerSecond: number, limits: Limits, nowMs: number) {
    const { burstS, forwardsPerSecond } = limits
    this.messages = messagesPerSecond > 0 ? new TokenBucket(messagesPerSecond, burstS, nowMs) : null
    this.forwards = new TokenBucket(forwardsPerSecond, burstS, nowMs)
  }

  messagesAt(nowMs: number): number {
    return this.messages === null ? Number.POSITIVE_INFINITY : this.ask(this.messages, nowMs)
  }

  forwardsAt(nowMs: number): number {
    return this.ask(this.forwards, nowMs)
  }

  tookMessages(count: number): void {
    this.messages?.take(count)
  }

  tookForward(): void {
    this.forwards.take(1)
  }

  private ask(bucket: TokenBucket, nowMs: number): number {
    const tokens = bucket.available(nowMs)
    this.isEmpty = tokens === 0
    return tokens
  }
}
