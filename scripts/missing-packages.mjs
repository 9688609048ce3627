/** Compares node_modules with package-lock.json, so that an install is repeated only where it changes something. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

function glibc() {
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime !== undefined
}

function includes(list, value) {
  if (list === undefined) return true
  const values = [list].flat()
  return values.some((allowed) => !allowed.startsWith('!'))
    ? values.includes(value)
    : !values.includes(`!${value}`)
}

/** npm leaves out natives of other platforms, and what only those depend on (optional, for no platform named). */
function belongsHere({ optional, os, cpu, libc }, machine) {
  if (!optional) return true
  if (os === undefined && cpu === undefined) return false
  return includes(os, machine.os) && includes(cpu, machine.cpu) && includes(libc, machine.libc)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** @returns {[folder: string, entry: object][]} rows of package-lock.json that this machine needs */
export function wantedPackages(root) {
  const { packages } = readJson(join(root, 'package-lock.json'))
  const machine = { os: process.platform, cpu: process.arch, libc: glibc() ? 'glibc' : 'musl' }
  return Object.entries(packages).filter(([folder, entry]) => folder !== '' && belongsHere(entry, machine))
}

/**
 * npm writes node_modules/.package-lock.json when an install is complete.
 * @returns {string[]} folders that are absent or of another version
 */
export function missingPackages(root) {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {}
  return wantedPackages(root)
    .filter(
      ([folder, { version }]) =>
        installed[folder]?.version !== version || !existsSync(join(root, folder, 'package.json')),
    )
    .map(([folder]) => folder)
}
