import { expect, test } from '@jest/globals'
import { createByteReader } from '../../../../devices/codecs/gatt/byteReader.ts'
import { readFloat } from '../../../../devices/codecs/gatt/float.ts'
import type { MedicalFloat } from '../../../../devices/codecs/gatt/medicalFloat.ts'
import { readSfloat } from '../../../../devices/codecs/gatt/sfloat.ts'

function reader(hex: string) {
  return createByteReader(Buffer.from(hex, 'hex'))
}

// im97mori-github/JavaBLEUtil, IEEE_11073 tests; weliem/blessed-android, BluetoothBytesParserTest (both MIT)
test.each<[string, MedicalFloat]>([
  ['ff07', 'NaN'],
  ['0008', 'NRes'],
  ['fe07', '+INFINITY'],
  ['0208', '-INFINITY'],
  ['0108', 'RESERVED'],
  ['0102', 513],
  ['01fe', -51.1],
  ['ff02', 767],
  ['0172', 5_130_000_000],
  ['01f2', 51.3],
])('SFLOAT %s is %p', (hex, value) => {
  expect(readSfloat(reader(hex))).toBe(value)
})

// the same, and NordicSemiconductor/Android-BLE-Common-Library (BSD-3-Clause) for 37.6
test.each<[string, MedicalFloat]>([
  ['ffff7f00', 'NaN'],
  ['00008000', 'NRes'],
  ['feff7f00', '+INFINITY'],
  ['02008000', '-INFINITY'],
  ['01008000', 'RESERVED'],
  ['01020304', 1_971_210_000],
  ['01fe03fc', 26.1633],
  ['ff02fd04', -1_958_410_000],
  ['b00e00fe', 37.6],
  ['010203ff', 19_712.1],
])('FLOAT %s is %p', (hex, value) => {
  expect(readFloat(reader(hex))).toBe(value)
})
