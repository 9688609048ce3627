/** The stream that aedes believes to be its socket: what a lane passes on goes in, what aedes answers comes out. */
import { EventEmitter } from 'node:events'
import { PACKET } from './packet.ts'
import type { Principal } from './ports.ts'

/** The lane, as seen from its stream. */
export interface StreamOwner {
  readonly principal: Principal
  /** CONNACK and what waited for this session are written. */
  sessionReady(): void
  /** @returns false when the client does not keep up */
  writeFromSession(bytes: Uint8Array | string): boolean
  corkSession(): void
  uncorkSession(): void
  /** A PUBACK or PUBREC is being written. */
  sessionAcknowledged(): void
  /** What was passed on has been read. */
  sessionHasRead(): void
  /** aedes closes the connection: the client said DISCONNECT, or something failed. */
  sessionClosed(): void
  /** aedes has forgotten the connection; its id is free. */
  sessionReleased(): void
}

/** Hand-made and no Duplex: half the memory of one, and aedes reads it synchronously, in order. */
export class AedesStream extends EventEmitter {
  readonly owner: StreamOwner
  /** Set by aedes. */
  client: { readonly closed: boolean } | null = null
  destroyed = false
  private queue: Buffer[] = []
  private queuedBytes = 0
  private ready = false
  private clientGone = false
  private packetBegins = false

  constructor(owner: StreamOwner) {
    super()
    this.owner = owner
  }

  get waitingBytes(): number {
    return this.queuedBytes
  }

  get writable(): boolean {
    return !this.destroyed
  }

  push(bytes: Buffer): void {
    this.queue.push(bytes)
    this.queuedBytes += bytes.length
    this.emit('readable')
  }

  /** For the lane: aedes has accepted the client. */
  becameReady(): void {
    this.ready = true
    if (this.clientGone) this.tellClosed()
    else this.owner.sessionReady()
  }

  /**
   * For the lane: the client is gone. aedes hears of it once it has read what came before (a DISCONNECT may be
   * in there) and has finished CONNECT: closing in the middle of that leaves a dead client in its table.
   */
  gone(): void {
    if (this.clientGone) return
    this.clientGone = true
    this.emit('drain')
    if (this.destroyed || (this.ready && this.queuedBytes === 0)) this.tellClosed()
  }

  // What aedes, mqtt-packet and stream.finished call.

  read(): Buffer | null {
    if (this.queuedBytes === 0) return null
    const bytes = this.queue.length === 1 ? this.queue[0]! : Buffer.concat(this.queue, this.queuedBytes)
    this.queue = []
    this.queuedBytes = 0
    if (this.clientGone) {
      if (this.ready) setImmediate(() => this.tellClosed())
    } else this.owner.sessionHasRead()
    return bytes
  }

  /** mqtt-packet corks once for each packet, so the next write begins one. */
  cork(): void {
    this.packetBegins = true
    this.owner.corkSession()
  }

  uncork(): void {
    this.owner.uncorkSession()
  }

  write(bytes: Uint8Array | string): boolean {
    if (this.packetBegins) {
      this.packetBegins = false
      const type = typeof bytes === 'string' ? 0 : bytes[0]! >> 4
      if (type === PACKET.puback || type === PACKET.pubrec) this.owner.sessionAcknowledged()
    }
    return this.clientGone || this.owner.writeFromSession(bytes)
  }

  /** The last call that aedes makes for a client is this one, with the client closed. */
  destroy(): this {
    if (!this.destroyed) {
      this.destroyed = true
      this.owner.sessionClosed()
      this.gone()
    }
    if (this.client?.closed) this.owner.sessionReleased()
    return this
  }

  private tellClosed(): void {
    process.nextTick(() => this.emit('close'))
  }
}
