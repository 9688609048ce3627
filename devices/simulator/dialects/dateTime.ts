/** Bluetooth Date Time (0x2A08): seven bytes, year first, no time zone; written in UTC. */

export function dateTime(atMs: number): Uint8Array {
  const date = new Date(atMs)
  const bytes = new Uint8Array(7)
  new DataView(bytes.buffer).setUint16(0, date.getUTCFullYear(), true)
  bytes.set(
    [
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ],
    2,
  )
  return bytes
}
