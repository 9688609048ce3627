/** Lists the repository's source files, and what git knows of them. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Folders of the product, each behind its walls. */
export const PARTS = ['devices', 'contracts', 'broker', 'telehealth', 'gateway', 'dashboard'] as const

const SOURCE = /\.(?:ts|tsx|mjs)$/
/** AssemblyScript: another language in the same clothes. */
const NOT_SOURCE = /\.as\.ts$/
const NOT_OURS = new Set(['node_modules', 'dist'])

function walk(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => (entry.isDirectory() ? walk(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
}

function isSource(path: string): boolean {
  return SOURCE.test(path) && !NOT_SOURCE.test(path)
}

/** Paths relative to the root, with slashes, sorted. */
export function sourceFiles(): string[] {
  return [...PARTS, 'test', 'scripts'].flatMap(walk).filter(isSource).sort()
}

/** Every file that git tracks or would, and that exists; null outside a clone. */
export function gitFiles(): string[] | null {
  const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) return null
  return stdout.split('\n').filter((path) => path !== '' && existsSync(join(ROOT, path)))
}

export function gitSourceFiles(): string[] | null {
  const inFolder = (path: string) => [...PARTS, 'test', 'scripts'].some((part) => path.startsWith(`${part}/`))
  return (
    gitFiles()
      ?.filter((path) => isSource(path) && inFolder(path))
      .sort() ?? null
  )
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}
