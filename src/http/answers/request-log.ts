import type { Logger } from 'pino'
import { toMicroseconds } from '../../observability/elapsed-ms.ts'
import { sqlMs } from '../../observability/operation-trace.ts'
import type { OperationRecord } from '../../observability/operation-tracer.ts'
import { pathOf } from '../answer.ts'
import { requestIdOf } from '../request-id.ts'

export interface RequestLog {
  /** Adds the operation of a request to its log line. Called before the response is sent. */
  note(request: Request, record: OperationRecord): void
  /** Logs the line of a request at `debug` with the limit that it met: refusals are logged as a sum. */
  noteRefusal(request: Request, limit: string): void
  /**
   * Logs a line for a request that was answered.
   *
   * @returns the timings of its operation for the network panel of browsers: the header `Server-Timing`.
   */
  finish(request: Request, status: number, durationMs: number): string | undefined
}

interface RequestLogOptions {
  log: Logger
  /** Requests for these paths are logged at `debug`: probes and scrapes arrive every few seconds. */
  quietPaths: readonly string[]
}

const MAX_NAME_LENGTH = 100

/** Neither lines nor timings contain variables, parameters or addresses. */
export function createRequestLog({ log, quietPaths }: RequestLogOptions): RequestLog {
  const records = new WeakMap<Request, OperationRecord>()
  const refusals = new WeakMap<Request, string>()
  return {
    note: (request, record) => records.set(request, record),
    noteRefusal: (request, limit) => refusals.set(request, limit),
    finish(request, status, durationMs) {
      const record = records.get(request)
      const refused = refusals.get(request)
      const path = pathOf(request.url)
      const level = refused !== undefined || quietPaths.includes(path) ? 'debug' : 'info'
      log[level](
        {
          requestId: requestIdOf(request),
          method: request.method,
          path,
          status,
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
      return record && serverTiming(record, durationMs)
    },
  }
}

/** https://www.w3.org/TR/server-timing/ */
function serverTiming({ statements }: OperationRecord, durationMs: number): string {
  const count = `${statements.length} ${statements.length === 1 ? 'statement' : 'statements'}`
  return `total;dur=${toMicroseconds(durationMs)}, sql;dur=${toMicroseconds(sqlMs(statements))};desc="${count}"`
}
