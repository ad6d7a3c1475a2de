import { operationName } from '../logged-requests.ts'

/** What a line of JSON says of the request that it belongs to. */
interface JsonRequest {
  id: string
  /** Of the line with which it begins, if it names a method and a URL. */
  operation: string | undefined
  /** Whether the line reports its response. */
  isEnd: boolean
  /** In milliseconds since 1970, as pino writes it; null if the line has no such time. */
  timeMs: number | null
}

/** Members that identify a request, as loggers call them by default: pino with Fastify, OpenTelemetry, others. */
const ID =
  /"(?:reqId|req_id|requestId|request_id|traceId|trace_id|correlationId|correlation_id)"\s*:\s*"?([^",{}\s]+)/

/** Undefined for a line that is no JSON, or names no request. */
export function jsonRequestOf(line: string): JsonRequest | undefined {
  if (!/^\s*\{/.test(line)) return undefined
  const id = ID.exec(line)?.[1]
  if (id === undefined || id === 'null') return undefined
  const method = /"method"\s*:\s*"([A-Z]+)"/.exec(line)?.[1]
  const target = /"url"\s*:\s*"([^"]*)"/.exec(line)?.[1]
  const time = /"time"\s*:\s*(\d{13})\b/.exec(line)?.[1]
  return {
    id,
    operation: method === undefined || target === undefined ? undefined : operationName(method, target),
    isEnd: /"(?:responseTime|statusCode|status_code)"\s*:/.test(line),
    timeMs: time === undefined ? null : Number(time),
  }
}
