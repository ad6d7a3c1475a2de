import { TRACE_HEADER } from '../../observability/use-trace-extension.ts'
import { type IncomingRequest, pathOf, targetOf } from '../answer.ts'
import { COST_HEADER } from '../plugins/execution/cost-limits.ts'
import { type AllowedOrigins, crossSiteProblem } from '../plugins/requests/use-cross-site-guard.ts'
import { encodingOf } from './compress-answer.ts'

/** Whether a request can be one for an operation, by its method and its path. */
export function isForOperation({ method, url }: IncomingRequest, path: string): boolean {
  return (method === 'GET' || method === 'POST') && pathOf(url) === path
}

/** Whether an operation asks for its cost beside its result, by a header that caches do not know. */
export function hasCostHeader({ headers }: IncomingRequest): boolean {
  return headers[COST_HEADER] === '1'
}

/** Whether an operation asks for its trace, by a header that caches do not know either. */
export function hasTraceHeader({ headers }: IncomingRequest): boolean {
  return headers[TRACE_HEADER] === '1'
}

/**
 * All of a request that decides the bytes of its answer, beside the data; undefined if it is for no operation, or is one
 * that the page of another site may not send.
 */
export function memoryKeyOf(
  incoming: IncomingRequest,
  { path, corsOrigins }: { path: string; corsOrigins: AllowedOrigins },
): string | undefined {
  const { method, url, headers, body = '' } = incoming
  if (!isForOperation(incoming, path)) return undefined
  if (crossSiteProblem((name) => headers[name], corsOrigins) !== undefined) return undefined
  const encoding = encodingOf(headers['accept-encoding'])
  const { accept = '', 'content-type': contentType = '', [COST_HEADER]: cost = '' } = headers
  return [method, targetOf(url), encoding, accept, contentType, cost, body].join('\n')
}
