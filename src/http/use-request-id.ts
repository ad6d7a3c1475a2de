import { randomUUID } from 'node:crypto'
import type { Plugin } from 'graphql-yoga'

const HEADER = 'x-request-id'

/** What a caller may send: long enough for any tracing system's id, and nothing that upsets a log. */
const SANE = /^[\w.:/+=-]{1,128}$/

const ids = new WeakMap<Request, string>()

/** The id of a request: the caller's own where that is sane, else a new one. */
export function requestIdOf(request: Request): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const sent = request.headers.get(HEADER)
  const id = sent !== null && SANE.test(sent) ? sent : randomUUID()
  ids.set(request, id)
  return id
}

/** Says the request's id in the response, so that a caller can quote it. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set(HEADER, requestIdOf(request))
    },
  }
}
