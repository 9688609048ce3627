import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../../..')

/** Rules that the house's lint settings find broken in that source. */
function brokenRules(source: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-lint-'))
  try {
    writeFileSync(join(folder, 'sample.ts'), source)
    writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"strict":true,"target":"es2024"}}')
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/oxlint/bin/oxlint'),
        '-c',
        join(root, '.oxlintrc.json'),
        '--type-aware',
        '-f=json',
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const client = 'declare const client: { publish(): Promise<void>; on(f: () => void): void }'

test.each([
  ['a forgotten await', 'client.publish()', 'no-floating-promises'],
  ['a promise taken for a truth', 'if (client.publish()) client.on(() => {})', 'no-misused-promises'],
  ['a callback whose promise nobody holds', 'client.on(() => client.publish())', 'no-misused-promises'],
  ['an async callback whose promise nobody holds', 'client.on(async () => {})', 'no-misused-promises'],
  ['an await of nothing', 'await 5', 'await-thenable'],
  ['a return that leaves its try', 'try { return client.publish() } catch {}', 'return-await'],
])('%s is found', (_, statement, rule) => {
  const body = `${client}\nexport async function sample() { ${statement} }\n`
  expect(brokenRules(body)).toEqual([`typescript(${rule})`])
})

test('an awaited promise passes', () => {
  expect(brokenRules(`${client}\nexport async function sample() { await client.publish() }\n`)).toEqual([])
})
