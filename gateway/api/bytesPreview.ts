/** Refused bytes in forms that people can look at. */

const HEX_BYTES = 512
const BYTES_A_LINE = 16
const TEXT_CHARACTERS = 2048

/** Lines of offset and bytes, as `xxd` writes them without its text column. */
export function hexPreview(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, HEX_BYTES))
  const lines: string[] = []
  for (let offset = 0; offset < shown.length; offset += BYTES_A_LINE) {
    const line = shown.subarray(offset, offset + BYTES_A_LINE).toString('hex')
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${line.replace(/(..)(?=.)/g, '$1 ')}`)
  }
  return lines.join('\n')
}

/** Controls that a terminal or a page would obey, and marks that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** @returns null where the bytes are not UTF-8 */
export function textPreview(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text
      .slice(0, TEXT_CHARACTERS)
      .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  } catch {
    return null
  }
}
