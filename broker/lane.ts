/**
 * One connection, between its socket and aedes: frames the stream, checks every packet, keeps ingest PUBLISH
 * packets for the intake and passes the others on, in order.
 *
 * A class with plain fields, not closures: ten thousand idle ones must be small, and the ingest loop is hot.
 */
import type { AckSender } from './ackArena.ts'
import type { Candidate } from './admission.ts'
import type { StreamOwner } from './aedesStream.ts'
import { AedesStream } from './aedesStream.ts'
import type { ConnectRequest } from './connect.ts'
import { readConnect } from './connect.ts'
import { readFrameHeader } from './frameHeader.ts'
import type { Peer } from './judgeConnect.ts'
import { judgeConnect } from './judgeConnect.ts'
import { LaneAcks } from './laneAcks.ts'
import type { LaneHost } from './laneHost.ts'
import type { InputLane } from './laneInput.ts'
import { LaneInput } from './laneInput.ts'
import { LaneRates } from './laneRates.ts'
import { CONNACK, connack } from './packet.ts'
import type { Principal } from './ports.ts'
import { Qos2 } from './qos2.ts'
import type { RefusedPacket } from './refusedPacket.ts'
import { TopicRoutes } from './topicRoutes.ts'
import type { Wire } from './wire.ts'

const STATE = { connecting: 0, authenticating: 1, opening: 2, open: 3, closed: 4 } as const

export class Lane implements InputLane, StreamOwner, Candidate, AckSender {
  readonly host: LaneHost
  readonly peer: Peer
  connectedAtMs = 0
  lastReceivedMs: number
  unacknowledged = 0
  awaitingSession = 0
  arrivals = 0
  qos2: Qos2 | null = null
  isHeld = false
  private readonly wire: Wire
  private state: number = STATE.connecting
  private request: ConnectRequest | null = null
  private known: Principal | null = null
  private topicRoutes: TopicRoutes | null = null
  private stream: AedesStream | null = null
  private rates: LaneRates | null = null
  private acks: LaneAcks | null = null
  private readonly input = new LaneInput(this)
  private keepAliveMs = 0
  /** Since when the lane awaits its CONNECT, or lingers. */
  private sinceMs: number
  private answered = false
  private saidGoodbye = false

  constructor(host: LaneHost, wire: Wire, peer: Peer) {
    this.host = host
    this.wire = wire
    this.peer = peer
    this.sinceMs = host.monotonicMs()
    this.lastReceivedMs = this.sinceMs
  }

  get isClosed(): boolean {
    return this.state === STATE.closed
  }

  get isOpen(): boolean {
    return this.state === STATE.open
  }

  /** Only once authenticated. */
  get principal(): Principal {
    return this.known!
  }

  /** '' until a CONNECT has named it. */
  get clientId(): string {
    return this.known?.id ?? this.request?.clientId ?? ''
  }

  // ---- from the socket

  /** @param chunk good only until this returns: what stays is copied */
  receive(chunk: Buffer): void {
    if (this.isClosed) return
    this.lastReceivedMs = this.host.monotonicMs()
    this.input.receive(chunk)
    if (!this.isClosed && this.wire.writableLength > this.host.limits.outputBytes) this.hold()
  }

  /** The client has closed its half, or the socket is gone. */
  wireEnded(): void {
    this.close('connection lost')
  }

  wireDrained(): void {
    this.stream?.emit('drain')
    this.resume()
  }

  // ---- CONNECT

  connect(packet: Buffer): void {
    const { header } = this.host
    readFrameHeader(packet, 0, packet.length, header)
    const request = readConnect(packet, header)
    if ('refused' in request) {
      this.turnAway(request.refused, request.returnCode)
      return
    }
    this.state = STATE.authenticating
    this.request = request
    this.hold()
    void judgeConnect(this.host, request, this.peer).then((verdict) => {
      if (this.isClosed) return
      if ('refused' in verdict) {
        this.turnAway(verdict.refused, verdict.returnCode)
        return
      }
      this.known = verdict
      this.host.admission.admit(this)
    })
  }

  turnedAway(): void {
    this.turnAway('otherCredential', CONNACK.notAuthorized)
  }

  takenOver(): void {
    this.close('taken over')
  }

  admitted(): void {
    const { request, host, principal } = this
    if (request === null) return
    const { authorization, intake, limits, sessions } = host
    this.request = null
    this.state = STATE.opening
    this.keepAliveMs = request.keepAliveS * 1500 // [MQTT-3.1.2-24]
    if (request.cleanSession) intake.forgetSession(principal.number)
    if (!authorization.retain) request.clearWillRetain()
    this.rates = new LaneRates(principal.messagesPerSecond, limits, host.monotonicMs())
    this.stream = new AedesStream(this)
    sessions.open(this.stream)
    this.pass(request.forward)
  }

  /** @param returnCode of the CONNACK; null: none */
  private turnAway(why: RefusedPacket, returnCode: number | null): void {
    if (returnCode !== null) this.answer(connack(returnCode))
    this.refuse(why)
  }

  // ---- for takeIngest and takeOther

  get routes(): TopicRoutes {
    if (this.topicRoutes === null) {
      const { authorization, limits } = this.host
      const { principal } = this
      this.topicRoutes = new TopicRoutes(
        (topic) => authorization.publish(principal, topic),
        limits.rememberedTopics,
      )
    }
    return this.topicRoutes
  }

  allowance(): number {
    const places = this.host.limits.unacknowledged - this.unacknowledged
    return Math.min(places, this.rates!.messagesAt(this.host.monotonicMs()))
  }

  forwardAllowance(): number {
    return this.rates!.forwardsAt(this.host.monotonicMs())
  }

  took(messages: number): void {
    this.arrivals += messages
    this.unacknowledged += messages
    this.rates!.tookMessages(messages)
    this.host.received(messages)
  }

  tookForwarded(): void {
    this.rates!.tookMessages(1)
    this.host.forwarded()
  }

  takesQos2(packetId: number): boolean {
    const { qos2 } = this
    return qos2 === null || (!qos2.isOpen(packetId) && qos2.size < this.host.limits.openQos2)
  }

  arrivedQos2(packetId: number, ordinal: number): void {
    this.qos2 ??= new Qos2()
    this.qos2.arrived(packetId, ordinal)
  }

  answer(bytes: Buffer): void {
    this.answered = true
    this.wire.write(bytes)
  }

  forward(packet: Buffer, awaitsAck: boolean): void {
    this.rates!.tookForward()
    if (awaitsAck) this.awaitingSession++
    this.pass(packet)
  }

  private pass(packet: Buffer): void {
    const stream = this.stream!
    try {
      stream.push(packet)
    } catch {
      this.refuse('broken') // a packet that passed our checks and not aedes' own
      return
    }
    if (stream.waitingBytes > this.host.limits.forwardBytes) this.hold()
  }

  disconnect(packet: Buffer): void {
    this.saidGoodbye = true
    this.forward(packet, false)
    this.close('')
  }

  // ---- waiting

  hold(): void {
    if (this.isHeld || this.isClosed) return
    this.isHeld = true
    this.wire.pause()
  }

  /** Whatever the lane may have waited for has changed: goes on, and holds again where it still can not. */
  resume(): void {
    if (!this.isHeld || !this.isOpen || this.host.isClosing) return
    if (this.input.wakesLater()) return
    const { limits } = this.host
    if (this.wire.writableLength > limits.outputBytes) return
    if (this.stream!.waitingBytes > limits.forwardBytes) return
    this.isHeld = false
    this.lastReceivedMs = this.host.monotonicMs()
    this.input.goOn()
    if (!this.isHeld && this.isOpen) this.wire.resume()
  }

  // ---- from the intake

  acknowledge(packetIds: Uint16Array, from: number, to: number): void {
    if (this.isClosed) return
    const { arena } = this.host
    this.acks ??= new LaneAcks()
    if (this.acks.messages === 0) arena.enlist(this)
    this.acks.add(arena, this.qos2, packetIds, from, to)
  }

  flushAcks(): boolean {
    const acks = this.acks!
    this.unacknowledged -= acks.messages
    const bytes = acks.take()
    if (this.isClosed) return false
    if (bytes !== null) this.wire.write(bytes)
    const isReferred = bytes !== null && this.wire.writableLength > 0
    this.resume()
    return isReferred
  }

  // ---- from aedes

  sessionReady(): void {
    if (this.state !== STATE.opening) return
    this.state = STATE.open
    this.connectedAtMs = this.host.now()
    this.host.presence(this.clientId, 'connected', '')
    this.resume()
  }

  writeFromSession(bytes: Uint8Array | string): boolean {
    this.answered = true
    return this.wire.write(bytes)
  }

  corkSession(): void {
    this.wire.cork()
  }

  uncorkSession(): void {
    this.wire.uncork()
  }

  sessionAcknowledged(): void {
    this.awaitingSession--
    if (this.awaitingSession === 0 && this.isHeld) queueMicrotask(() => this.resume())
  }

  sessionHasRead(): void {
    if (this.isHeld) setImmediate(() => this.resume())
  }

  sessionClosed(): void {
    this.close(this.saidGoodbye ? '' : 'session failed')
  }

  sessionReleased(): void {
    this.host.admission.release(this)
  }

  // ---- the end

  /** Called for every lane in each sweep. */
  sweep(nowMs: number): void {
    const { limits } = this.host
    if (this.state === STATE.connecting) {
      if (nowMs - this.sinceMs > limits.connectTimeoutMs) this.refuse('connectTimeout')
    } else if (this.state === STATE.authenticating) {
      // A client that gives up is not seen while its lane is held: lanes would pile up behind a store that hangs.
      if (nowMs - this.sinceMs > limits.connectTimeoutMs) {
        this.turnAway('unavailable', CONNACK.serverUnavailable)
      }
    } else if (this.isClosed) {
      if (nowMs - this.sinceMs > limits.lingerMs) this.wire.destroy()
    } else if (this.isHeld) {
      // Whoever is held back by us can not be silent by itself.
      if (this.rates?.isEmpty) this.resume()
    } else if (this.keepAliveMs > 0 && nowMs - this.lastReceivedMs > this.keepAliveMs) {
      this.close('keep alive timeout')
    } else if (this.input.isOverdue(nowMs, limits.packetTimeoutMs)) {
      this.refuse('packetTimeout')
    }
  }

  refuse(why: RefusedPacket): void {
    if (this.isClosed) return
    this.host.refused(why)
    this.close('malformed packet')
  }

  /** @param reason a fixed phrase, '' where the client said DISCONNECT */
  close(reason: string): void {
    if (this.isClosed) return
    const wasOpen = this.isOpen
    this.state = STATE.closed
    this.sinceMs = this.host.monotonicMs()
    this.request = null
    this.input.clear()
    this.stream?.gone()
    if (wasOpen) this.host.presence(this.clientId, 'disconnected', reason)
    if (!this.answered) {
      this.wire.destroy()
      return
    }
    // Reading on for a while: input left unread turns the close into RST, and the last answers are lost.
    this.wire.end()
    this.wire.resume()
  }

  destroy(): void {
    this.wire.destroy()
  }
}
