/** Runs every test that this machine can run, names those it can not, and ends with one line of counts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './find-node.mjs'

const LISTED_OTHER_SKIPS = 20

/** Jest leaves one core to itself; ours wait for sockets and disks, so two workers fit on two cores. */
const workers = Math.max(2, availableParallelism() - 1)

/** @returns jest's own account of the run, null where it wrote none */
function run(folder) {
  const file = join(folder, 'results.json')
  const jest = [
    join(ROOT, 'scripts', 'jest.mjs'),
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${file}`,
  ]
  const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['inherit', 'ignore', 'inherit'],
  })
  try {
    return { status, ...JSON.parse(readFileSync(file, 'utf8')) }
  } catch {
    return null
  }
}

/** Mark of test/support/requires.ts: `[needs influxd: apt-get install …]`. */
const NEEDS = / ?\[needs (\w+): ([^\]]+)\]/

function printSkipped(tests) {
  const absent = new Map()
  const others = []
  for (const { fullName, status } of tests) {
    if (status !== 'pending' && status !== 'todo') continue
    const needs = NEEDS.exec(fullName)
    if (!needs) {
      others.push(fullName)
      continue
    }
    const group = absent.get(needs[1]) ?? { line: needs[2], names: [] }
    group.names.push(fullName.replace(NEEDS, ''))
    absent.set(needs[1], group)
  }
  for (const [binary, { line, names }] of absent) {
    console.log(`\nSkipped, because ${binary} is not installed (${line}):`)
    for (const name of names) console.log(`  ${name}`)
  }
  if (others.length === 0) return
  console.log(`\nSkipped for other reasons: ${others.length}`)
  for (const name of others.slice(0, LISTED_OTHER_SKIPS)) console.log(`  ${name}`)
}

function printFailed(results, tests) {
  const names = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  const broken = results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  if (names.length + broken.length === 0) return
  console.log('\nFailed:')
  for (const name of names) console.log(`  ${name}`)
  for (const { name } of broken) console.log(`  ${name.slice(ROOT.length + 1)} (did not load)`)
}

/** @returns the counts; a file that could not be loaded is one failure, and so is a run that ended badly otherwise */
function summarise(results) {
  if (!results) return { passed: 0, failed: 1, skipped: 0 }
  const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults)
  printSkipped(tests)
  printFailed(results, tests)
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && results.status !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}

const folder = mkdtempSync(join(tmpdir(), 'vitalgate-test-'))
try {
  const { passed, failed, skipped } = summarise(run(folder))
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
