/** Finds natives that a locked package may load on some platform, and that have no row in package-lock.json. */

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/** Natives say in their name where they run, as in `@biomejs/cli-linux-x64-musl`. */
function platform(name) {
  const words = name.split(/[-/]/)
  const os = words.find((word) => SYSTEMS.includes(word))
  const cpu = words.find((word) => PROCESSORS.includes(word))
  if (!os || !cpu) return null
  if (os !== 'linux') return { os: [os], cpu: [cpu] }
  if (words.some((word) => word.startsWith('musl'))) return { os: [os], cpu: [cpu], libc: ['musl'] }
  if (words.some((word) => word.startsWith('gnu'))) return { os: [os], cpu: [cpu], libc: ['glibc'] }
  return { os: [os], cpu: [cpu] }
}

/** As npm writes a row, so that the next `npm install` changes nothing. */
function inOrderOfNpm({ version, cpu, dev, libc, optional, os }) {
  return { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional, os }
}

/** Node looks for a package in its dependent's own node_modules, then in each folder above. */
function isLocked(packages, dependent, name) {
  const parents = dependent.split('/node_modules/').map((_, depth, parts) => parts.slice(0, depth + 1))
  const folders = ['', ...parents.map((parts) => `${parts.join('/node_modules/')}/`)]
  return folders.some((folder) => packages[`${folder}node_modules/${name}`] !== undefined)
}

/**
 * @param packages those of package-lock.json
 * @returns the rows to add, by folder
 */
export function leftOutNatives(packages) {
  const rows = {}
  for (const [folder, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    if (folder === '') continue
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(packages, folder, name)) continue
      const where = platform(name)
      if (!where || !/^\d+\.\d+\.\d+/.test(version)) {
        throw new Error(`${folder}: its optional ${name}@${version} has no row and names no platform`)
      }
      rows[`node_modules/${name}`] = inOrderOfNpm({ version, ...where, dev, optional: true })
    }
  }
  return rows
}
