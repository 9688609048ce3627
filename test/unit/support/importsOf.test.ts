import { expect, test } from '@jest/globals'
import { importsOf } from '../../support/importsOf.ts'

test.each([
  ["import './a.ts'", ['./a.ts']],
  ['import a from "./a.ts"', ['./a.ts']],
  ["import a, { type B, c as d } from './a.ts'", ['./a.ts']],
  ["import * as a from './a.ts'", ['./a.ts']],
  ["import type { A } from './a.ts'", ['./a.ts']],
  ["import {\n  // from './no.ts'\n  a,\n} from './a.ts'", ['./a.ts']],
  ["import a from './a.json' with { type: 'json' }", ['./a.json']],
  ["const a = await import('./a.ts')", ['./a.ts']],
  ["const a = createRequire(import.meta.url)('./no.cjs')", []],
  ["const a = require('./a.cjs')", ['./a.cjs']],
  ["type A = import('./a.ts').A", ['./a.ts']],
  ["export * from './a.ts'", ['./a.ts']],
  ["export * as a from './a.ts'", ['./a.ts']],
  ["export { a as b } from './a.ts'", ['./a.ts']],
  ["export type { A } from './a.ts'", ['./a.ts']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is source text
  ["const text = `${await import('./a.ts')} } ${{ b: `${1}` }} `\nimport './b.ts'", ['./a.ts', './b.ts']],
  ["const quote = /['\"`]/\nimport './a.ts'", ['./a.ts']],
  ["const half = (1 + 2) / 3\nconst third = 1 / 3\nimport './a.ts'", ['./a.ts']],
  ["const p = <p>Don't / do</p>\nimport './a.ts'", ['./a.ts']],
])('%j takes from %j', (source, specifiers) => {
  expect(importsOf(source).specifiers).toEqual(specifiers)
})

test.each([
  "// import './a.ts'",
  "/* import './a.ts' */",
  'const text = \'import "./a.ts"\'',
  "const text = `import './a.ts'`",
  "const options = { import: './a.ts', export: 1 }",
  'const here = import.meta.dirname',
  "const a = 1\nexport { a }\nconst from = './a.ts'",
])('%j takes from nowhere', (source) => {
  expect(importsOf(source).specifiers).toEqual([])
})

test('a worker is named by its URL', () => {
  expect(importsOf("new Worker(new URL('./worker.ts', import.meta.url))").urls).toEqual(['./worker.ts'])
  expect(importsOf("new URL('/path', 'http://localhost')").urls).toEqual([])
})

test.each([
  ["export * from './a.ts'\nexport type { B } from './b.ts'", true],
  ["export { a } from './a.ts'\nexport const b = 1", false],
  ["import './a.ts'", false],
  ["import { a } from './a.ts'\nexport { a }", false],
])('%j is a barrel: %j', (source, isBarrel) => {
  expect(importsOf(source).isBarrel).toBe(isBarrel)
})
