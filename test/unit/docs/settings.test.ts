import { expect, test } from '@jest/globals'
import { Environment } from '../../../gateway/config.ts'
import { read } from '../../support/sourceFiles.ts'

/** The README's table, as the schema says it must be; paste it there when a setting changes. */
function settingsTable(): string {
  const rows = Object.entries(Environment.properties).map(([name, schema]) => {
    const { default: default_, description } = schema as { default?: unknown; description?: string }
    const shown =
      default_ === null ? '' : `\`${typeof default_ === 'boolean' ? Number(default_) : default_}\``
    return `| \`${name}\` | ${shown} | ${description} |`
  })
  return ['| Variable | Default | Meaning |', '|---|---|---|', ...rows].join('\n')
}

test('the README lists every setting with its default and meaning', () => {
  expect(read('README.md')).toContain(settingsTable())
})
