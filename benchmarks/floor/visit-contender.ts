import { type Contender, startContender } from '../targets/contenders/contender.ts'
import { MANY, type OperationName } from '../targets/contenders/operations.ts'
import { sendRepeatedly } from '../workload/send-repeatedly.ts'
import { processCpuMs } from './process-usage.ts'

/** A contender whose process runs. */
export interface VisitedContender {
  pid: number
  /** The WebSocket of its inspector, if that was asked for. */
  inspectorUrl: string | undefined
  /** @returns the last answer. @throws Error if a request fails. */
  send(operation: OperationName, load: Load): Promise<string>
  /** CPU time for one operation in µs, after a warm-up. */
  costUs(operation: OperationName, load: Load): Promise<number>
  /** Requests per second of many clients with many pages, over so many requests, after a warm-up. */
  throughput(count: number): Promise<number>
}

export interface Load {
  count: number
  connections: number
}

/** Starts a contender for a piece of work and stops it after that. */
export type VisitContender = <Result>(
  contender: Contender,
  work: (visited: VisitedContender) => Promise<Result>,
  options?: { inspect?: boolean },
) => Promise<Result>

const THROUGHPUT_CONNECTIONS = 50

/** How many requests are sent before those that are measured. */
export function warmUpOf(count: number): number {
  return Math.ceil(count / 3)
}

/** Visits with one count of all requests: no two visits send the same body. */
export function createVisits(databaseUrl: string, signal: AbortSignal): VisitContender {
  let sent = 0
  return async (contender, work, { inspect = false } = {}) => {
    const running = await startContender(contender, { databaseUrl, inspect })
    const { url, pid, inspectorUrl } = running
    const send = (operation: OperationName, load: Load) => {
      const { path, bodyOf } = contender.requestsOf(operation)
      // No warm-up has sent the bodies of these.
      const offset = sent
      sent += load.count
      const numbered = bodyOf && ((number: number) => bodyOf(offset + number))
      return sendRepeatedly({ url: new URL(path, url), bodyOf: numbered, signal, ...load })
    }
    try {
      return await work({
        pid,
        inspectorUrl,
        send,
        async costUs(operation, load) {
          await send(operation, { ...load, count: warmUpOf(load.count) })
          const beforeMs = await processCpuMs(pid)
          await send(operation, load)
          return (((await processCpuMs(pid)) - beforeMs) * 1000) / load.count
        },
        async throughput(count) {
          await send(MANY, { count: warmUpOf(count), connections: THROUGHPUT_CONNECTIONS })
          const startMs = performance.now()
          await send(MANY, { count, connections: THROUGHPUT_CONNECTIONS })
          return count / ((performance.now() - startMs) / 1000)
        },
      })
    } finally {
      await running.stop()
    }
  }
}
