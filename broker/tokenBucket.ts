/** How many messages a device may send now: its rate, with a burst after silence. */

export class TokenBucket {
  private readonly perMs: number
  private readonly capacity: number
  private tokens: number
  private filledAtMs: number

  constructor(perSecond: number, burstS: number, nowMs: number) {
    this.perMs = perSecond / 1000
    this.capacity = Math.max(1, perSecond * burstS)
    this.tokens = this.capacity
    this.filledAtMs = nowMs
  }

  /** Whole messages that may come at this time. */
  available(nowMs: number): number {
    this.tokens = Math.min(this.capacity, this.tokens + (nowMs - this.filledAtMs) * this.perMs)
    this.filledAtMs = nowMs
    return Math.floor(this.tokens)
  }

  take(count: number): void {
    this.tokens -= count
  }
}
