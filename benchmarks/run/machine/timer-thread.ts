import { parentPort, workerData } from 'node:worker_threads'
import { monotonicMs } from '../../workload/load/clock.ts'

/** Sleeps again and again for a millisecond, and posts how late it was woken each time, in ms. */
if (parentPort === null) throw new Error('expected to run as a thread, got a process')
const durationMs: number = workerData
const SLEEP_MS = 1
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
const latenessMs: number[] = []
const endMs = monotonicMs() + durationMs
for (let nowMs = monotonicMs(); nowMs < endMs; ) {
  Atomics.wait(never, 0, 0, SLEEP_MS)
  const wokenMs = monotonicMs()
  latenessMs.push(Math.max(0, wokenMs - nowMs - SLEEP_MS))
  nowMs = wokenMs
}
parentPort.postMessage(latenessMs)
