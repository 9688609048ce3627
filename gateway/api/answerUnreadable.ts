/** Answers what is not even HTTP, or came too slowly or with too large a head, and ends the connection. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '../log.ts'
import type { Problem } from './schemas/problem.ts'

/** Codes of Node's parser; all others are a bad request. */
const STATUS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

export function createAnswerUnreadable(log: Log) {
  return ({ code }: { readonly code?: string }, socket: Socket): void => {
    // The peer left in the middle: there is nobody to answer.
    if (code === 'ECONNRESET' || socket.destroyed) return
    const status = STATUS[code ?? ''] ?? 400
    log.info({ code, status }, 'request not readable')
    if (!socket.writable) return void socket.destroy()
    const problem: Omit<Problem, 'requestId'> = {
      type: 'urn:vitalgate:failure:invalidRequest',
      title: STATUS_CODES[status] ?? 'Bad Request',
      status,
      code: 'invalidRequest',
    }
    const body = JSON.stringify(problem)
    socket.end(
      `HTTP/1.1 ${status} ${problem.title}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    )
  }
}
