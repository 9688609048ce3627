/**
 * Whether a request came from this machine's own pages. While nobody signs in, the loopback address is the only
 * lock, and a page elsewhere can pass it by having its own name resolve to 127.0.0.1 (DNS rebinding).
 */
import { type Failure, failure } from '../failures.ts'

export interface RequestOrigin {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A browser sends `Origin` with every request that changes something and with every socket; curl sends none. */
function isForeign({ host, origin }: RequestOrigin): boolean {
  if (origin === undefined) return false
  try {
    const { protocol, host: originHost } = new URL(origin)
    return !/^https?:$/.test(protocol) || originHost !== host?.toLowerCase()
  } catch {
    return true
  }
}

/**
 * @param alwaysCheckOrigin true for sockets, whose upgrade is a GET
 * @returns null where the request may go on, else foreignHost or foreignOrigin
 */
export function refuseForeignRequest(request: RequestOrigin, alwaysCheckOrigin = false): Failure | null {
  if (request.host === undefined || !LOCAL_HOST.test(request.host)) {
    return failure('foreignHost', 'Open the gateway as localhost, 127.0.0.1 or [::1].', {
      field: 'Host',
      allowed: ['localhost', '127.0.0.1', '[::1]'],
    })
  }
  if ((alwaysCheckOrigin || !SAFE_METHODS.has(request.method)) && isForeign(request)) {
    return failure('foreignOrigin', 'Only pages of this gateway may do this.', {
      field: 'Origin',
      allowed: `http://${request.host}`,
    })
  }
  return null
}
