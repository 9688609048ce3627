/** What pages of this gateway may load: their own files and nothing else, with no inline script or style. */

/**
 * Mantine would inject `<style>`; the dashboard switches that off and ships the same rules as files, so that
 * neither a nonce (which a precached index can not carry) nor 'unsafe-inline' is needed.
 */
export const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}
