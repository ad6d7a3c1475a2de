import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Alarm, monotonicMs } from './clock.ts'

if (parentPort === null) throw new Error('expected to run as a thread, got a process')

/** How many alarms have been set in all. */
const alarmsSet: Int32Array = workerData
const pending: Alarm[] = []

// It sleeps outside its event loop, where no message wakes it. A change of `alarmsSet` does, or the next alarm.
for (;;) {
  const alarmsSeen = Atomics.load(alarmsSet, 0)
  for (let next = receiveMessageOnPort(parentPort); next; next = receiveMessageOnPort(parentPort)) {
    pending.push(next.message)
  }
  pending.sort((one, other) => one.timeMs - other.timeMs)
  while (pending[0] !== undefined && pending[0].timeMs <= monotonicMs()) {
    parentPort.postMessage(pending.shift()?.id)
  }
  const sleepMs = pending[0] === undefined ? Number.POSITIVE_INFINITY : pending[0].timeMs - monotonicMs()
  Atomics.wait(alarmsSet, 0, alarmsSeen, sleepMs)
}
