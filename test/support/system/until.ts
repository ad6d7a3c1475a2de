import { setTimeout as sleep } from 'node:timers/promises'

const MAX_WAIT_MS = 30_000

/** Waits until something holds; fails if it does not within half a minute, which is enough on a busy machine. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + MAX_WAIT_MS
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`expected ${holds} to hold within ${MAX_WAIT_MS} ms`)
    await sleep(10)
  }
}
