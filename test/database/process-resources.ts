import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What this process holds: open sockets, timers, and the memory that remains after garbage collection. */
export function processResources(): { sockets: number; timers: number; heapBytes: number } {
  const active = process.getActiveResourcesInfo()
  collectGarbage()
  return {
    sockets: active.filter((type) => /TCP|Pipe/.test(type)).length,
    timers: active.filter((type) => type === 'Timeout').length,
    heapBytes: process.memoryUsage().heapUsed,
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
}
