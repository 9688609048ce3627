import { stripTypeScriptTypes } from 'node:module'
import { basename, join } from 'node:path'
import { SourceTextModule } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { importsOf } from './support/importsOf.ts'
import { gitSourceFiles, PARTS, read, sourceFiles } from './support/sourceFiles.ts'
import { tokensOf } from './support/tokensOf.ts'

/** Fewer files than this: the search is broken, not the house small. */
const AT_LEAST_FILES = 200

/** What each part may import besides its own files: whole parts, or single files of them. */
const WALLS: Record<(typeof PARTS)[number], readonly RegExp[]> = {
  devices: [],
  contracts: [/^devices\/(canonical|reading)\.ts$/],
  broker: [/^devices\//],
  telehealth: [/^devices\//, /^contracts\//],
  gateway: [/^devices\//, /^contracts\//, /^broker\//, /^telehealth\//],
  dashboard: [/^devices\/(vitals|quality|reading)\.ts$/, /^gateway\/(api\/schemas\/\w+|live\/channels)\.ts$/],
}

/** Where each package may be imported: an upgrade of it touches these files alone. */
const ADAPTERS: Record<string, RegExp> = {
  '@fastify/': /^gateway\/api\//,
  '@lhncbc/ucum-lhc': /^devices\/units\.ts$/,
  '@node-rs/argon2': /^gateway\/store\/password\.ts$/,
  aedes: /^broker\//,
  'cbor-x': /^devices\/codecs\//,
  commander: /^gateway\/cli\//,
  'csv-parse': /^devices\/replay\//,
  fastify: /^gateway\/api\//,
  influx: /^gateway\/reading\/influx\.ts$/,
  kysely: /^gateway\/(store|cli\/doctor)\//,
  mqtt: /^devices\/(publisher|markRepeats)\.ts$/,
  pg: /^gateway\/store\/postgresDialect\.ts$/,
  pino: /^gateway\/log\.ts$/,
  'prom-client': /^gateway\/api\/metrics\.ts$/,
  react: /^dashboard\//,
  'socket.io': /^gateway\/live\/sockets\.ts$/,
  'socket.io-client': /^dashboard\//,
  ws: /^broker\//,
}

/** Where a process begins, and with it the reading of its environment. */
const MAY_READ_ENVIRONMENT = /^(gateway\/(cli\/)?main\.ts|dashboard\/vite\.config\.ts|scripts\/|test\/)/

const NAMELESS = /^(index|utils?|helpers?|common|types?|misc|shared|lib)\.\w+$/

const files = sourceFiles()
const parsed = new Map(files.map((file) => [file, importsOf(read(file))]))

function partOf(file: string): string {
  return file.split('/')[0]!
}

/** Files of ours that a file names, whether by value, by type or as a worker. */
function targetsOf(file: string): string[] {
  const { specifiers, urls } = parsed.get(file)!
  return [...specifiers, ...urls]
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => join(file, '..', specifier.replace(/\?.*$/, '')))
}

/** `@scope/name` of `@scope/name/deep/file.js`. */
function packagesOf(file: string): string[] {
  return parsed
    .get(file)!
    .specifiers.filter((specifier) => !/^(\.|node:|virtual:|data:)/.test(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
}

/** A scope ends with a slash and holds for all of its packages. */
function adapterOf(name: string): RegExp | undefined {
  return ADAPTERS[name] ?? ADAPTERS[name.replace(/\/.*/, '/')]
}

function breaches(check: (file: string) => string[]): string[] {
  return files.flatMap((file) => check(file).map((what) => `${file}: ${what}`))
}

describe('the search', () => {
  test('sees every source file that git knows', () => {
    expect(files.length).toBeGreaterThan(AT_LEAST_FILES)
    const known = gitSourceFiles()
    if (known) expect(files).toEqual(known)
  })

  test('finds every import that the engine finds', () => {
    const scripts = files.filter((file) => !file.endsWith('.tsx'))
    const missed = scripts.flatMap((file) => {
      const module = new SourceTextModule(stripTypeScriptTypes(read(file)))
      return module.moduleRequests
        .map(({ specifier }) => specifier)
        .filter((specifier) => !parsed.get(file)!.specifiers.includes(specifier))
        .map((specifier) => `${file}: ${specifier}`)
    })
    expect(missed).toEqual([])
  })

  test('leads every relative import to a file', () => {
    const known = new Set(files)
    const source = /\.(ts|tsx|mjs)$/
    expect(
      breaches((file) => targetsOf(file).filter((target) => source.test(target) && !known.has(target))),
    ).toEqual([])
  })
})

describe('the walls', () => {
  test('no part of the product imports what stands outside its walls', () => {
    const outside = (file: string) => {
      const part = PARTS.find((name) => name === partOf(file))
      if (!part) return []
      return targetsOf(file).filter(
        (target) =>
          /\.(ts|tsx|mjs)$/.test(target) &&
          partOf(target) !== part &&
          !WALLS[part].some((wall) => wall.test(target)),
      )
    }
    expect(breaches(outside)).toEqual([])
  })

  test('scripts import scripts alone', () => {
    const outside = (file: string) =>
      partOf(file) === 'scripts' ? targetsOf(file).filter((target) => partOf(target) !== 'scripts') : []
    expect(breaches(outside)).toEqual([])
  })

  test('nothing imports itself by way of others, types included', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const specifier of parsed.get(file)?.specifiers ?? []) {
        if (specifier.startsWith('.')) visit(join(file, '..', specifier), [...path, file])
      }
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('each package is imported where its adapter stands', () => {
    const outside = (file: string) =>
      partOf(file) === 'test' ? [] : packagesOf(file).filter((name) => adapterOf(name)?.test(file) === false)
    expect(breaches(outside)).toEqual([])
  })

  test('the product needs no package that only development installs', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const undeclared = (file: string) =>
      PARTS.some((part) => part === partOf(file)) && !/(vite\.config|\.stories)\.ts$/.test(file)
        ? packagesOf(file).filter((name) => !(name in dependencies))
        : []
    expect(breaches(undeclared)).toEqual([])
  })

  test('only where a process begins is its environment read', () => {
    const reads = (file: string) => {
      if (MAY_READ_ENVIRONMENT.test(file)) return []
      const words = tokensOf(read(file)).map(({ text }) => text)
      const property = words.some(
        (word, index) =>
          word === 'process' &&
          ((words[index + 1] === '.' && words[index + 2] === 'env') ||
            (words[index + 1] === '[' && words[index + 2] === 'env')),
      )
      const named = /import\s*\{[^}]*\benv\b[^}]*\}\s*from 'node:process'/.test(read(file))
      return property || named ? ['process.env'] : []
    }
    expect(breaches(reads)).toEqual([])
  })
})

describe('every file', () => {
  test('is named for what it holds', () => {
    expect(files.filter((file) => NAMELESS.test(basename(file)))).toEqual([])
  })

  test('holds something of its own', () => {
    expect(files.filter((file) => parsed.get(file)!.isBarrel)).toEqual([])
  })

  test('opens with a sentence on its responsibility', () => {
    const opening = /^(?:#!.*\n)?\/\*\*\s*(?:\*\s*)?[^\s*@](?:(?!\*\/)[\s\S]){15,}?[.:?]/
    const sources = files.filter((file) => !file.endsWith('.test.ts'))
    expect(sources.filter((file) => !opening.test(read(file)))).toEqual([])
  })
})

test('what sets up a fresh clone needs nothing installed', () => {
  const reached = new Set<string>()
  const visit = (file: string) => {
    if (reached.has(file) || partOf(file) !== 'scripts') return
    reached.add(file)
    targetsOf(file).forEach(visit)
  }
  for (const name of ['bootstrap', 'jest', 'test', 'vitalgate']) visit(`scripts/${name}.mjs`)
  expect(reached.size).toBeGreaterThan(4)
  expect([...reached].filter((file) => packagesOf(file).length > 0)).toEqual([])
})
