import { renameSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createJournalReader } from '../../gateway/journal/reader.ts'
import { message } from '../support/message.ts'
import { createPipelineBench, type PipelineBench } from '../support/pipeline.ts'

let bench: PipelineBench

beforeEach(() => {
  bench = createPipelineBench()
  bench.store({ payload: message(1, Date.now()) })
})

afterEach(() => bench.close())

test('a question that fails is answered so, and the next one is answered', async () => {
  const reader = createJournalReader({ file: bench.file })
  await expect(reader.entriesAfter('x' as never, {} as never)).rejects.toMatchObject({
    code: 'storeUnavailable',
  })
  expect(await reader.lastPosition()).toBe(1)
  await reader.close()
})

test('a thread that ends is started again by the next question', async () => {
  const away = `${bench.file}.away`
  renameSync(bench.file, away)
  const reader = createJournalReader({ file: bench.file })
  // no journal: the thread ends at once, and with it every question that it had
  const asked = await Promise.allSettled([reader.lastPosition(), reader.lastPosition()])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(reader.lastPosition()).rejects.toMatchObject({ code: 'storeUnavailable' })
  renameSync(away, bench.file)
  expect(await reader.lastPosition()).toBe(1)
  await reader.close()
})

test('closed, it answers nothing more, and leaves no question open', async () => {
  const reader = createJournalReader({ file: bench.file })
  const asked = reader.lastPosition().catch((error: unknown) => error)
  await reader.close()
  expect(await asked).toMatchObject({ code: 'storeUnavailable' })
  await expect(reader.lastPosition()).rejects.toMatchObject({ code: 'storeUnavailable' })
})
