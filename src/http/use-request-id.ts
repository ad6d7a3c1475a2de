import { randomUUID } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'

export const REQUEST_ID_HEADER = 'x-request-id'

/** Ids that are accepted from clients: as long as those of any tracing system, with characters that are safe in logs. */
const ACCEPTED = /^[\w.:/+=-]{1,128}$/

const ids = new WeakMap<Request, string>()

/** The client's own id if it is acceptable, otherwise a new one. */
export function acceptRequestId(sent: string | string[] | null | undefined): string {
  return typeof sent === 'string' && ACCEPTED.test(sent) ? sent : randomUUID()
}

/** The id of a request; the same for each call. */
export function requestIdOf(request: Request): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const id = acceptRequestId(request.headers.get(REQUEST_ID_HEADER))
  ids.set(request, id)
  return id
}

/** Sends the request's id in the response, so that a client can quote it. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set(REQUEST_ID_HEADER, requestIdOf(request))
    },
  }
}
