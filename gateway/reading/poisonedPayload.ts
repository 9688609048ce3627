/** One payload makes our own code fail: it is named, so that the others of its slot need not wait for ever. */

export class PoisonedPayload extends Error {
  /** Which one of the slot. */
  readonly index: number

  constructor(index: number, cause: unknown) {
    super('a payload that the pipeline fails on', { cause })
    this.name = 'PoisonedPayload'
    this.index = index
  }
}

/** Trouble of the store is nobody's payload's fault: trying again is the answer to it. */
export function isStoreTrouble(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR'
}
