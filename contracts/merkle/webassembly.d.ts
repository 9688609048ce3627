/** The part of the WebAssembly interface that the batch hash needs; TypeScript keeps it in its browser library. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    readonly exports: Record<string, unknown>
    constructor(module: Module)
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
}
