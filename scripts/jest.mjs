/** Runs jest under Node 24 with ES modules; arguments are jest's own, as in `node scripts/jest.mjs test/unit`. */
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { findNode, ROOT } from './find-node.mjs'

const node = findNode()
if (!node) {
  console.error('Node 24 is not installed yet: run `node scripts/bootstrap.mjs` first.')
  process.exit(1)
}
const { status } = spawnSync(
  node.path,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...process.argv.slice(2),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node.path)}${delimiter}${process.env.PATH ?? ''}` },
  },
)
process.exitCode = status ?? 1
