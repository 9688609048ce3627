import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { gitFiles, PARTS, ROOT, read } from '../../support/sourceFiles.ts'

const documents = (gitFiles() ?? ['README.md', 'CONTRIBUTING.md']).filter((path) => path.endsWith('.md'))

/** `[text](docs/x.md#part)`, without addresses. */
function links(document: string): string[] {
  return [...read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target))
}

/** `broker/lane.ts` between backticks, without patterns and placeholders. */
function namedFiles(document: string): string[] {
  const roots = [...PARTS, 'test', 'scripts', 'docs']
  return [...read(document).matchAll(/`([\w./-]+\/[\w.-]+\.\w+)`/g)]
    .map(([, path]) => path!)
    .filter((path) => roots.some((root) => path.startsWith(`${root}/`)))
}

test('documents are found', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md']))
})

test.each(documents)('%s links and names only what exists', (document) => {
  const broken = [...links(document), ...namedFiles(document)].filter((path) => !existsSync(join(ROOT, path)))
  expect(broken).toEqual([])
})
