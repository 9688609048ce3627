/** "Random" bytes that tests can foresee: every call gives other ones, every run the same. */

export function sequentialBytes(): (length: number) => Uint8Array {
  let calls = 0
  return (length) => {
    const bytes = new Uint8Array(length).fill(7)
    new DataView(bytes.buffer).setUint32(length - 4, ++calls)
    return bytes
  }
}
