/** What MQTT allows in its strings: section 1.5.3, and 4.7 for topic names and filters. */
import { isUtf8 } from 'node:buffer'

const HASH = 0x23
const PLUS = 0x2b
const SLASH = 0x2f
const DELETE = 0x7f

/** Well-formed UTF-8 [MQTT-1.5.3-1] without U+0000 [MQTT-1.5.3-2]; other control characters MAY be refused. */
export function isText(bytes: Buffer, start: number, end: number): boolean {
  let ascii = true
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x20 || byte === DELETE) return false
    if (byte > DELETE) ascii = false
  }
  return ascii || isUtf8(bytes.subarray(start, end))
}

/** A name to publish on: at least one character [MQTT-4.7.3-1], no wildcard [MQTT-3.3.2-2]. */
export function isTopicName(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return false
  for (let at = start; at < end; at++) if (bytes[at] === HASH || bytes[at] === PLUS) return false
  return true
}

/** At least one character [MQTT-4.7.3-1]; wildcards stand alone in a level, `#` in the last one. */
export function isTopicFilter(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte !== HASH && byte !== PLUS) continue
    if (at > start && bytes[at - 1] !== SLASH) return false // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
    if (byte === HASH && at !== end - 1) return false // [MQTT-4.7.1-2]
    if (byte === PLUS && at < end - 1 && bytes[at + 1] !== SLASH) return false // [MQTT-4.7.1-3]
  }
  return true
}
