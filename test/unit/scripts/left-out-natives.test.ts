import { expect, test } from '@jest/globals'
import { script } from '../../support/script.ts'

const { leftOutNatives } = await script('left-out-natives')

function lock(optionalDependencies: Record<string, string>, others: Record<string, object> = {}) {
  return { '': {}, 'node_modules/tool': { version: '1.2.3', dev: true, optionalDependencies }, ...others }
}

test.each([
  ['@tool/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@tool/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@tool/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@tool/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
])('%s gets the platform of its name', (name, platform) => {
  expect(leftOutNatives(lock({ [name]: '1.2.3' }))).toEqual({
    [`node_modules/${name}`]: { version: '1.2.3', dev: true, optional: true, ...platform },
  })
})

test('what has a row is left alone, wherever it is nested', () => {
  const native = { version: '1.2.3' }
  expect(leftOutNatives(lock({ 't-linux-x64': '1.2.3' }, { 'node_modules/t-linux-x64': native }))).toEqual({})
  const nested = { 'node_modules/tool/node_modules/t-linux-x64': native }
  expect(leftOutNatives(lock({ 't-linux-x64': '1.2.3' }, nested))).toEqual({})
})

test('a package of no platform can not be added', () => {
  expect(() => leftOutNatives(lock({ fast: '1.2.3' }))).toThrow('fast@1.2.3')
})
