import { PassThrough } from 'node:stream'
import { expect, test } from '@jest/globals'
import { startStatusLine } from '../../../gateway/cli/statusLine.ts'
import { eventually } from '../../support/eventually.ts'

function collecting(terminal: boolean) {
  const stream = Object.assign(new PassThrough(), terminal ? { isTTY: true, columns: 10 } : {})
  let written = ''
  stream.on('data', (chunk: Buffer) => {
    written += chunk.toString()
  })
  return { stream, written: () => written }
}

test('on a terminal one line is rewritten, no longer than the terminal is wide', async () => {
  const { stream, written } = collecting(true)
  const status = startStatusLine({ stream, line: () => 'abcdefghijklmnop', terminalEveryMs: 5 })
  await eventually(() => written().split('abcdefghi').length > 3)
  status.close()
  expect(written().match(/\n/g)).toHaveLength(1)
  expect(written()).not.toContain('j')
})

test('elsewhere lines follow each other, and the last says how it ended', async () => {
  const { stream, written } = collecting(false)
  let count = 0
  const status = startStatusLine({ stream, line: () => `line ${count++}`, plainEveryMs: 5 })
  await eventually(() => written().includes('line 2'))
  status.close()
  expect(written()).toMatch(/^line 0\nline 1\nline 2\n/)
  expect(written()).toMatch(new RegExp(`line ${count - 1}\\n$`))
  expect(written()).not.toContain('\u001b')
})
