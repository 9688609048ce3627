/** Ties a TCP or TLS socket to its lane. */
import type { Socket } from 'node:net'
import type { Lane } from './lane.ts'
import { isReadShared } from './sharedReads.ts'

const LANE = Symbol('lane')

/** Listeners shared by all sockets find their lane here: five closures less for each idle connection. */
interface LaneSocket extends Socket {
  [LANE]?: Lane
}

function onData(this: LaneSocket, chunk: Buffer): void {
  this[LANE]!.receive(chunk)
}

/** The same for a socket whose bytes lie in the buffer of all; a closed lane lets them go. */
export function takeBytes(socket: LaneSocket, bytes: Buffer): boolean {
  const lane = socket[LANE]!
  lane.receive(bytes)
  return lane.isClosed || !lane.isHeld
}

function onDrain(this: LaneSocket): void {
  this[LANE]!.wireDrained()
}

function onEnd(this: LaneSocket): void {
  this[LANE]!.wireEnded()
}

/** 'close' follows. */
function onError(): void {}

/** @param lanes all that are there; this one leaves when its socket closes */
export function tieSocket(socket: Socket, lane: Lane, lanes: Set<Lane>): void {
  ;(socket as LaneSocket)[LANE] = lane
  lanes.add(lane)
  if (!isReadShared(socket)) socket.on('data', onData)
  socket.on('drain', onDrain)
  socket.on('end', onEnd)
  socket.on('error', onError)
  socket.on('close', () => {
    lanes.delete(lane)
    lane.wireEnded()
  })
  socket.resume()
}
