/** What a lane asks of the thing that carries its bytes: a TCP or TLS socket as it is, or a WebSocket in a coat. */

export interface Wire {
  /** Bytes written and not yet sent; 0 means that none of the buffers written is referred to any more. */
  readonly writableLength: number
  readonly remoteAddress?: string | undefined
  write(bytes: Uint8Array | string): boolean
  /** Until `uncork`, writes may be gathered. */
  cork(): void
  uncork(): void
  pause(): unknown
  resume(): unknown
  /** Closes our half; reading goes on. */
  end(): unknown
  destroy(): unknown
}
