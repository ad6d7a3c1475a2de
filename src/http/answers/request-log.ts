import type { Logger } from 'pino'
import { toMicroseconds } from '../../observability/recording/elapsed-ms.ts'
import { sqlMs } from '../../observability/recording/operation-trace.ts'
import type { OperationRecord } from '../../observability/recording/operation-tracer.ts'
import { type IncomingRequest, pathOf } from '../answer.ts'
import { REQUEST_ID_HEADER } from '../request-id.ts'
import type { FoundAnswer } from './found-answer.ts'

/**
 * Logs a line for a request that was answered: at `debug` if a limit refused it, since refusals are logged as a sum.
 *
 * @param bytes of the body, as it is sent.
 * @returns the timings of its operation for the network panel of browsers: the header `Server-Timing`.
 */
export type LogRequest = (
  incoming: IncomingRequest,
  found: FoundAnswer,
  durationMs: number,
  bytes: number,
) => string | undefined

interface RequestLogOptions {
  log: Logger
  /** Requests for these paths are logged at `debug`: probes and scrapes arrive every few seconds. */
  quietPaths: readonly string[]
}

const MAX_NAME_LENGTH = 100

/** Neither lines nor timings contain variables, parameters or addresses. */
export function createRequestLog({ log, quietPaths }: RequestLogOptions): LogRequest {
  return ({ method, url, headers }, { answer, record, refused, origin }, durationMs, bytes) => {
    const path = pathOf(url)
    const level = refused !== undefined || quietPaths.includes(path) ? 'debug' : 'info'
    log[level](
      {
        requestId: headers[REQUEST_ID_HEADER],
        method,
        path,
        status: answer.status,
        bytes,
        ...(refused !== undefined && { refused }),
        durationMs: toMicroseconds(durationMs),
        ...(record && {
          operation: record.operation?.slice(0, MAX_NAME_LENGTH) ?? null,
          ...(record.errorCount > 0 && { errors: record.errorCount }),
          statements: record.statements.length,
          sqlMs: toMicroseconds(sqlMs(record.statements)),
          ...(origin !== undefined && { memory: origin }),
        }),
      },
      'request',
    )
    return record && serverTiming(record, durationMs)
  }
}

/** https://www.w3.org/TR/server-timing/ */
function serverTiming({ statements }: OperationRecord, durationMs: number): string {
  const count = `${statements.length} ${statements.length === 1 ? 'statement' : 'statements'}`
  return `total;dur=${toMicroseconds(durationMs)}, sql;dur=${toMicroseconds(sqlMs(statements))};desc="${count}"`
}
