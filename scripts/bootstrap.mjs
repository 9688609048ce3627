/**
 * Makes a fresh clone ready to run: Node 24, the packages of package-lock.json, and with --dashboard the built
 * dashboard. Runs on Node 20 with nothing installed; does only what is missing, and exits at once if that is nothing.
 */
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { dashboardIsBuilt, recordDashboardBuild } from './dashboard-build.mjs'
import { findNode, NEEDED_MAJOR, nodePackage, ROOT } from './find-node.mjs'
import { withInstallLock } from './install-lock.mjs'
import { missingPackages, wantedPackages } from './missing-packages.mjs'
import { runQuietly, visibleStep } from './visible-step.mjs'

const NPM_FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=warn']

/** npm of this installation, run by that Node: under Node 20 it would leave out natives that want a newer one. */
function npm(argv, nodePath, options) {
  const env = { ...process.env, PATH: `${dirname(nodePath)}${delimiter}${process.env.PATH ?? ''}` }
  const script = process.env.npm_execpath
  return script?.endsWith('npm-cli.js')
    ? runQuietly(nodePath, [script, ...argv, ...NPM_FLAGS], { env, ...options })
    : runQuietly('npm', [...argv, ...NPM_FLAGS], { env, shell: process.platform === 'win32', ...options })
}

async function installNode() {
  const wanted = nodePackage()
  if (!wanted) {
    throw new Error(
      `Vitalgate runs on Node ${NEEDED_MAJOR}; this is ${process.version}, and there is no package of it for ` +
        `${process.platform} on ${process.arch}. Install Node ${NEEDED_MAJOR} (https://nodejs.org), then run this again.`,
    )
  }
  const { name, version, integrity } = wanted
  const folder = join(ROOT, '.node')
  const dependencies = { [name]: version }
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity } }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  await npm(['ci', '--prefix', folder], process.execPath, { cwd: folder })
  const node = findNode()
  await runQuietly(node.path, ['--version'], {}).catch((cause) => {
    rmSync(join(folder, 'node_modules'), { recursive: true })
    throw new Error(
      `${name} does not run here. Install Node ${NEEDED_MAJOR} yourself, then run this again.\n${cause.message}`,
    )
  })
}

async function installPackages() {
  await npm(['ci', '--include=dev', '--include=optional'], findNode().path, { cwd: ROOT })
  const missing = missingPackages(ROOT)
  if (missing.length > 0) console.log(`  npm left out ${missing.join(', ')}`)
}

/** `npx` finds a project's own command only where it is linked, and npm links only those of dependencies. */
const command = join(ROOT, 'node_modules', '.bin', 'vitalgate')

async function linkCommand() {
  if (process.platform === 'win32') {
    writeFileSync(`${command}.cmd`, '@node "%~dp0..\\..\\scripts\\vitalgate.mjs" %*\r\n')
  } else if (!lstatSync(command, { throwIfNoEntry: false })) {
    symlinkSync('../../scripts/vitalgate.mjs', command)
  }
}

function commandIsLinked() {
  return existsSync(process.platform === 'win32' ? `${command}.cmd` : command)
}

async function buildDashboard() {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  await recordDashboardBuild(ROOT, () =>
    runQuietly(findNode().path, [vite, 'build', 'dashboard'], { cwd: ROOT }),
  )
}

function packagesProgress() {
  const wanted = wantedPackages(ROOT)
  const present = wanted.filter(([folder]) => existsSync(join(ROOT, folder, 'package.json')))
  return `${present.length} of ${wanted.length}`
}

const steps = [
  { title: `Node ${NEEDED_MAJOR}`, done: () => findNode() !== null, work: installNode },
  {
    title: 'packages (npm ci)',
    done: () => missingPackages(ROOT).length === 0,
    work: installPackages,
    progress: packagesProgress,
  },
  { title: 'command', done: commandIsLinked, work: linkCommand },
]
if (process.argv.includes('--dashboard')) {
  steps.push({ title: 'dashboard', done: () => dashboardIsBuilt(ROOT), work: buildDashboard })
}

async function runSteps() {
  for (const { title, done, work, progress } of steps) if (!done()) await visibleStep(title, work, progress)
}

async function bootstrap() {
  if (steps.every(({ done }) => done())) return
  const startedAtMs = Date.now()
  console.log('Setting up Vitalgate')
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const lock = join(ROOT, '.cache', 'bootstrap.lock')
  const onWait = (pid) => console.log(`  waiting for process ${pid}, which is setting up already …`)
  await withInstallLock(lock, onWait, runSteps)
  console.log(`Ready after ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`)
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

bootstrap().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
