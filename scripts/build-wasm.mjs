/** Compiles the batch SHA-256 to WebAssembly; the result is committed, a test compares it with a fresh one. */
import asc from 'assemblyscript/asc'

const [output = 'contracts/merkle/sha256x4.wasm'] = process.argv.slice(2)
const { error, stderr } = await asc.main([
  'contracts/merkle/sha256x4.as.ts',
  '--outFile',
  output,
  '-O3',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
  '--use',
  'abort=',
])
if (error) {
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`)
  process.exitCode = 1
}
