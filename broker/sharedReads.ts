/**
 * All plain sockets read into one buffer. By itself Node makes a new one of 64 KiB for each read: little garbage for
 * the young generation, much memory outside of it, so V8 marks and compacts the whole heap about every 50,000
 * messages. Measured at 50 publishers x 160 in flight, 4 readings: 4.47 CPU s per million messages, with this 3.40.
 *
 * `onread` (documented for net.Socket) can not be given to a server, so the accepted handle moves to a socket that
 * has it. Where Node's inside is not as expected the accepted socket stays as it is, and is read as any other.
 */
import { Socket, type SocketConstructorOpts } from 'node:net'

/** Takes bytes that are only good until it returns. @returns false: read no more for now */
export type TakeBytes = (socket: Socket, bytes: Buffer) => boolean

const READ_BYTES = 64 * 1024
const shared = new WeakSet<Socket>()

interface Handle {
  readonly useUserBuffer?: unknown
}

/** True where the socket's bytes go to TakeBytes, and never come as 'data'. */
export function isReadShared(socket: Socket): boolean {
  return shared.has(socket)
}

/** @returns what to do with each socket of a server that has `pauseOnConnect`; reading begins with `resume` */
export function createSharedReads(take: TakeBytes): (accepted: Socket) => Socket {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES)

  /** One function for all: it is called as a method of the socket that was read. */
  function callback(this: Socket, count: number): boolean {
    return take(this, buffer.subarray(0, count))
  }

  return (accepted) => {
    const inside = accepted as unknown as { _handle: Handle | null }
    const handle = inside._handle
    if (typeof handle?.useUserBuffer !== 'function') return accepted
    inside._handle = null
    accepted.destroy()
    const options = { handle, onread: { buffer, callback }, pauseOnCreate: true }
    const socket = new Socket(options as unknown as SocketConstructorOpts)
    shared.add(socket)
    return socket
  }
}
