/** Bytes near a given payload: some replaced, removed, doubled or cut. */
import fc from 'fast-check'

type Change = { kind: 'replace' | 'remove' | 'double' | 'cut'; at: number; byte: number }

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom<Change['kind']>('replace', 'replace', 'replace', 'remove', 'double', 'cut'),
  at: fc.nat({ max: 9999 }),
  byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('0919-.eE,:{}[]" \\ntAZ'))),
})

function apply(bytes: Uint8Array, { kind, at, byte }: Change): Uint8Array {
  if (bytes.length === 0) return bytes
  const place = at % bytes.length
  if (kind === 'replace') return bytes.with(place, byte)
  if (kind === 'cut') return bytes.slice(0, place)
  const end = place + 1 + (byte % 8)
  if (kind === 'remove') return Buffer.concat([bytes.subarray(0, place), bytes.subarray(end)])
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(place)])
}

export function mutatedBytes(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([bytes, changes]) => new Uint8Array(changes.reduce(apply, bytes)))
}
