import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { toMicroseconds } from '../observability/elapsed-ms.ts'
import { sqlMs } from '../observability/operation-trace.ts'
import type { OperationRecord } from '../observability/operation-tracer.ts'
import { requestIdOf } from './use-request-id.ts'

export interface RequestLog {
  plugin: Plugin
  /** Adds the operation of a request to its log line. Called before the response is sent. */
  note(request: Request, record: OperationRecord): void
  /** Logs the line of a request at `debug` with the limit that it met: refusals are logged as a sum. */
  noteRefusal(request: Request, limit: string): void
}

interface RequestLogOptions {
  log: Logger
  /** Requests for these paths are logged at `debug`: probes and scrapes arrive every few seconds. */
  quietPaths: readonly string[]
}

const MAX_NAME_LENGTH = 100

/**
 * Logs a line for each request, and sends the timings to the browser's network panel in `Server-Timing`. Neither
 * contains variables, parameters or addresses.
 */
export function createRequestLog({ log, quietPaths }: RequestLogOptions): RequestLog {
  const startMs = new WeakMap<Request, number>()
  const records = new WeakMap<Request, OperationRecord>()
  const refusals = new WeakMap<Request, string>()
  return {
    note: (request, record) => records.set(request, record),
    noteRefusal: (request, limit) => refusals.set(request, limit),
    plugin: {
      onRequest({ request }) {
        startMs.set(request, performance.now())
      },
      onResponse({ request, response }) {
        const durationMs = performance.now() - (startMs.get(request) ?? performance.now())
        const record = records.get(request)
        const { pathname } = new URL(request.url, 'http://localhost')
        const refused = refusals.get(request)
        const level = refused !== undefined || quietPaths.includes(pathname) ? 'debug' : 'info'
        if (record) response.headers.set('server-timing', serverTiming(record, durationMs))
        log[level](
          {
            requestId: requestIdOf(request),
            method: request.method,
            path: pathname,
            status: response.status,
            ...(refused !== undefined && { refused }),
            durationMs: toMicroseconds(durationMs),
            ...(record && {
              operation: record.operation?.slice(0, MAX_NAME_LENGTH) ?? null,
              ...(record.errorCount > 0 && { errors: record.errorCount }),
              statements: record.statements.length,
              sqlMs: toMicroseconds(sqlMs(record.statements)),
            }),
          },
          'request',
        )
      },
    },
  }
}

/** https://www.w3.org/TR/server-timing/ */
function serverTiming({ statements }: OperationRecord, durationMs: number): string {
  const count = `${statements.length} ${statements.length === 1 ? 'statement' : 'statements'}`
  return `total;dur=${toMicroseconds(durationMs)}, sql;dur=${toMicroseconds(sqlMs(statements))};desc="${count}"`
}
