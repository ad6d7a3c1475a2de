import { randomUUID } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'

const HEADER = 'x-request-id'

/** Ids that are accepted from clients: as long as those of any tracing system, with characters that are safe in logs. */
const ACCEPTED = /^[\w.:/+=-]{1,128}$/

const ids = new WeakMap<Request, string>()

/** The id of a request: the client's own if it is acceptable, otherwise a new one. */
export function requestIdOf(request: Request): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const sent = request.headers.get(HEADER)
  const id = sent !== null && ACCEPTED.test(sent) ? sent : randomUUID()
  ids.set(request, id)
  return id
}

/** Sends the request's id in the response, so that a client can quote it. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set(HEADER, requestIdOf(request))
    },
  }
}
