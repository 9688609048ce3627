/** Runs every check of package.json (`check:*`) to its end, and shows the output of those that fail. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, ROOT } from './find-node.mjs'
import { runQuietly, visibleStep } from './visible-step.mjs'

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const PATH = [join(findNode().path, '..'), join(ROOT, 'node_modules', '.bin'), process.env.PATH]
const env = { ...process.env, PATH: PATH.join(process.platform === 'win32' ? ';' : ':'), NO_COLOR: '1' }

const failures = []
for (const name of Object.keys(scripts).filter((script) => script.startsWith('check:'))) {
  const check = () => runQuietly(scripts[name], [], { cwd: ROOT, env, shell: true })
  await visibleStep(name.replace('check:', ''), check).catch((error) => failures.push(error.message))
}
for (const message of failures) console.error(`\n${message}`)
process.exitCode = failures.length === 0 ? 0 : 1
