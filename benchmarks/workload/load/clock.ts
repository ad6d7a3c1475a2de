import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** The time on a clock that is never set and that all threads of a process share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

export interface Alarms {
  /** Resolves at this time of `monotonicMs`, or as soon as possible after it. */
  waitUntil(timeMs: number): Promise<void>
  close(): Promise<unknown>
}

/** What is sent to the thread for each alarm. The thread posts the id back when the time has come. */
export interface Alarm {
  id: number
  timeMs: number
}

/**
 * Alarms accurate to a fraction of a millisecond. The timers of an event loop count in whole milliseconds: they fire
 * up to one early or late, which is a large share of a fast answer. A thread that sleeps for exactly as long as needed
 * does better, and unlike polling it takes no CPU time from a server on the same machine.
 */
export async function createAlarms(): Promise<Alarms> {
  const alarmsSet = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const thread = new Worker(new URL('./alarm-thread.ts', import.meta.url), { workerData: alarmsSet })
  await once(thread, 'online')
  const waiting = new Map<number, () => void>()
  let nextId = 0
  thread.on('message', (id: number) => {
    waiting.get(id)?.()
    waiting.delete(id)
  })
  return {
    waitUntil: (timeMs) =>
      new Promise((resolve) => {
        const id = nextId++
        waiting.set(id, resolve)
        thread.postMessage({ id, timeMs } satisfies Alarm)
        Atomics.add(alarmsSet, 0, 1)
        Atomics.notify(alarmsSet, 0)
      }),
    close: () => thread.terminate(),
  }
}
