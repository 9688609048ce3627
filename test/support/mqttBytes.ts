/** Packets written byte by byte, right or wrong, as no encoder would. */

export function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

/** Bytes behind their length. */
export function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([u16(bytes.length), bytes])
}

export function remainingLength(length: number): Buffer {
  const bytes: number[] = []
  let rest = length
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.from(bytes)
}

/** A packet with this first byte whose remaining length is that of its parts. */
export function frame(first: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.of(first), remainingLength(body.length), body])
}

export interface ConnectParts {
  readonly first?: number
  readonly protocol?: Uint8Array
  readonly level?: number
  readonly flags?: number
  readonly keepAlive?: Uint8Array
  readonly clientId?: Uint8Array
  /** What follows the client id; by default user name 'dev-1' and password 'token'. */
  readonly rest?: readonly Uint8Array[]
}

/** A good CONNECT of 'dev-1', but for what is given. */
export function connectBytes(parts: ConnectParts = {}): Buffer {
  return frame(
    parts.first ?? 0x10,
    parts.protocol ?? field('MQTT'),
    Uint8Array.of(parts.level ?? 4, parts.flags ?? 0xc2),
    parts.keepAlive ?? u16(0),
    parts.clientId ?? field('dev-1'),
    ...(parts.rest ?? [field('dev-1'), field('token')]),
  )
}
