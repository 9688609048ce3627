import { expect, test } from '@jest/globals'
import { FORWARD, NO_TOPIC, TopicRoutes } from '../../../broker/topicRoutes.ts'

function createRoutes(capacity = 4) {
  const asked: string[] = []
  const routes = new TopicRoutes((topic) => {
    asked.push(topic)
    return topic === 'status' ? 'forward' : { channel: topic.length, subtopic: '' }
  }, capacity)
  const channelOf = (topic: string | Uint8Array) => {
    const bytes = Buffer.concat([Buffer.from('>>'), Buffer.from(topic), Buffer.from('<')])
    return routes.channelOf(bytes, 2, bytes.length - 1)
  }
  return { asked, channelOf }
}

test('each topic is decided once', () => {
  const { asked, channelOf } = createRoutes()
  for (let round = 0; round < 3; round++) {
    expect(channelOf('vitals')).toBe(6)
    expect(channelOf('vitals')).toBe(6)
    expect(channelOf('status')).toBe(FORWARD)
    expect(channelOf('température')).toBe(11)
  }
  expect(asked).toEqual(['vitals', 'status', 'température'])
})

test('topics of one length are told apart', () => {
  const { asked, channelOf } = createRoutes()
  for (const topic of ['aaa', 'baa', 'aab', 'aba', 'aaa']) channelOf(topic)
  expect(asked).toEqual(['aaa', 'baa', 'aab', 'aba'])
})

test('what is no topic name is not decided at all', () => {
  const { asked, channelOf } = createRoutes()
  for (const topic of ['', 'a/#', '+', 'a\0b', Uint8Array.of(0xff)]) expect(channelOf(topic)).toBe(NO_TOPIC)
  expect(asked).toEqual([])
})

test('only so many are remembered, and the one in use always is', () => {
  const { asked, channelOf } = createRoutes(3)
  for (let i = 0; i < 100; i++) channelOf(`topic ${i}`)
  channelOf('topic 99')
  expect(asked.length).toBe(100)
})
