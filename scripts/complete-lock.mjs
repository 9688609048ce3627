/**
 * Adds to package-lock.json the natives of other platforms that npm left out because its registry did not have them
 * (yet): without their rows `npm ci` refuses the whole file. Run it after every `npm install` that changes the lock.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './find-node.mjs'
import { leftOutNatives } from './left-out-natives.mjs'

const file = join(ROOT, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const rows = leftOutNatives(lock.packages)
Object.assign(lock.packages, rows)
const { '': root, ...packages } = lock.packages
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
writeFileSync(
  file,
  `${JSON.stringify({ ...lock, packages: { '': root, ...Object.fromEntries(sorted) } }, null, 2)}\n`,
)
console.log(`${Object.keys(rows).length} rows added`)
