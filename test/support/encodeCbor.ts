/** Plain CBOR as small devices write it: a Map is a map, without the encoder's own tags. */
import { Encoder } from 'cbor-x'

export function encodeCbor(value: unknown): Uint8Array {
  const encoder = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false })
  return new Uint8Array(encoder.encode(value))
}
