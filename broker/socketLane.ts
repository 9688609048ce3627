/** Ties a TCP or TLS socket to its lane. */
import type { Socket } from 'node:net'
import type { Lane } from './lane.ts'

const LANE = Symbol('lane')

/** Listeners shared by all sockets find their lane here: five closures less for each idle connection. */
interface LaneSocket extends Socket {
  [LANE]?: Lane
}

function onData(this: LaneSocket, chunk: Buffer): void {
  this[LANE]!.receive(chunk)
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
  socket.on('data', onData)
  socket.on('drain', onDrain)
  socket.on('end', onEnd)
  socket.on('error', onError)
  socket.on('close', () => {
    lanes.delete(lane)
    lane.wireEnded()
  })
}
