import { randomUUID } from 'node:crypto'

export const REQUEST_ID_HEADER = 'x-request-id'

/** Ids that are accepted from clients: as long as those of any tracing system, with characters that are safe in logs. */
const ACCEPTED = /^[\w.:/+=-]{1,128}$/

/** The client's own id if it is acceptable, otherwise a new one. */
export function acceptRequestId(sent: string | string[] | undefined): string {
  return typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomUUID()
}

/** The id of a request whose id was accepted. */
export function requestIdOf(request: Request): string {
  return request.headers.get(REQUEST_ID_HEADER) ?? ''
}
