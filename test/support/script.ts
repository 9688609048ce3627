/** Loads a module of scripts/, which is plain JavaScript and has no types. */
import { join } from 'node:path'
import { ROOT } from './sourceFiles.ts'

// biome-ignore lint/suspicious/noExplicitAny: plain JavaScript says nothing of its types
export async function script(name: string): Promise<any> {
  return await import(join(ROOT, 'scripts', `${name}.mjs`))
}
