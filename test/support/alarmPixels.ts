/** Counts the pixels of a picture that have the colour of an alarm: red, yellow or cyan. */
import type { Page } from 'playwright-core'

/** @param blank a page without a content policy, to decode the picture in */
export async function alarmPixels(blank: Page, png: Buffer): Promise<number> {
  return await blank.locator('html').evaluate(async (root, base64) => {
    const { createImageBitmap, OffscreenCanvas, atob, Blob } = root.ownerDocument.defaultView!
    const bytes = Uint8Array.from(atob(base64), (character: string) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    const drawing = canvas.getContext('2d')!
    drawing.drawImage(picture, 0, 0)
    const { data } = drawing.getImageData(0, 0, picture.width, picture.height)
    let count = 0
    for (let i = 0; i < data.length; i += 4) {
      const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!]
      const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)]
      const isColoured = most - least > 90
      // Ink and indigo have blue on top and red over green; of an alarm's colours none has.
      const isIndigo = blue === most && green < blue - 40
      if (isColoured && !isIndigo) count++
    }
    return count
  }, png.toString('base64'))
}
