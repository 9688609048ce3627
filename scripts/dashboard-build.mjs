/** Says whether the built dashboard is that of the sources at hand. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** All that the dashboard may import (the walls), and the versions of its packages. */
const INPUTS = ['dashboard', 'devices', 'contracts', 'gateway/api', 'package-lock.json']
const NOT_INPUTS = new Set(['node_modules', 'dist'])

function files(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch {
    return existsSync(path) ? [path] : []
  }
  return entries
    .filter(({ name }) => !NOT_INPUTS.has(name))
    .flatMap((entry) => (entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]))
    .sort()
}

function inputsHash(root) {
  const hash = createHash('sha256')
  for (const file of INPUTS.flatMap((input) => files(join(root, input)))) {
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function stampFile(root) {
  return join(root, '.cache', 'dashboard-inputs')
}

export function dashboardIsBuilt(root) {
  const stamp = stampFile(root)
  return (
    existsSync(join(root, 'dashboard', 'dist', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === inputsHash(root)
  )
}

/** Builds by `build`, and remembers the sources as they were when it began. */
export async function recordDashboardBuild(root, build) {
  const hash = inputsHash(root)
  await build()
  mkdirSync(dirname(stampFile(root)), { recursive: true })
  writeFileSync(stampFile(root), hash)
}
