/** Names a place in a payload for people, as in `readings[0].unit`. */

/** Names that came over the network are shown only while they look like one; the rest could be anything. */
const SHOWABLE = /^[A-Za-z_][\w-]{0,39}$/

export function fieldPath(steps: readonly (string | number)[]): string {
  let path = ''
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (!SHOWABLE.test(step)) path += '[?]'
    else path += path === '' ? step : `.${step}`
  }
  return path
}

/** A field of the object at `path`. */
export function fieldIn(path: string, name: string): string {
  const field = fieldPath([name])
  return path === '' || field.startsWith('[') ? path + field : `${path}.${field}`
}
