import type { Logger } from 'pino'
import { Counter, type Registry } from 'prom-client'

/** Counts requests, operations and connections that were refused, by the limit that they met. */
export interface Refusals {
  /** @param limit one of a fixed set of names: each has a time series and a log line of its own. */
  count(limit: string, requestId?: string): void
  /** Logs what has not been logged yet. */
  close(): void
}

interface RefusalsOptions {
  registry: Registry
  log: Logger
  /** Refusals of this time share a log line. */
  summaryMs?: number
}

interface Unlogged {
  count: number
  /** Of one of the requests, to look it up by. */
  requestId?: string | undefined
}

/** Under attack, a log line for each refusal is an attack of its own: each limit has one every ten seconds. */
export function createRefusals({ registry, log, summaryMs = 10_000 }: RefusalsOptions): Refusals {
  const refusals = new Counter({
    name: 'jadwal_refusals_total',
    help: 'Requests, operations and connections that were refused, by the limit that they met.',
    labelNames: ['limit'],
    registers: [registry],
  })
  const unlogged = new Map<string, Unlogged>()
  let timer: NodeJS.Timeout | undefined

  function logSummary(): void {
    clearTimeout(timer)
    timer = undefined
    for (const [limit, { count, requestId }] of unlogged) {
      log.warn({ limit, count, ...(requestId !== undefined && { requestId }) }, 'refused')
    }
    unlogged.clear()
  }

  return {
    count(limit, requestId) {
      refusals.inc({ limit })
      unlogged.set(limit, { count: (unlogged.get(limit)?.count ?? 0) + 1, requestId })
      timer ??= setTimeout(logSummary, summaryMs).unref()
    },
    close: logSummary,
  }
}
