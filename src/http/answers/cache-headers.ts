import { type Answer, varyBy } from '../answer.ts'
import { entityTagOf, isKnownToClient } from '../entity-tag.ts'

/**
 * Says which caches may keep the answer to an operation: those of a whole result of a `GET` may, and ask for it again by
 * its entity tag. What says so itself, a page, is left alone.
 *
 * @param isWhole whether it is a result without errors.
 * @param maxAgeS for how many seconds they need not ask.
 */
export function addCacheHeaders(
  answer: Answer,
  { method, isWhole, maxAgeS }: { method: string; isWhole: boolean; maxAgeS: number },
): void {
  const { headers, body } = answer
  if (headers['cache-control'] !== undefined) return
  if (method !== 'GET' || !isWhole) {
    headers['cache-control'] = 'no-store'
    return
  }
  headers['cache-control'] = `public, max-age=${maxAgeS}, must-revalidate`
  headers.etag = entityTagOf(body)
  for (const header of ['Accept', 'Accept-Encoding']) varyBy(answer, header)
}

/** The answer for a client that may have its bytes: then it is told so, without them. */
export function revalidated(answer: Answer, ifNoneMatch: string | undefined): Answer {
  const { status, headers } = answer
  if (status !== 200 || headers.etag === undefined || !isKnownToClient(headers.etag, ifNoneMatch))
    return answer
  const { 'content-type': _type, 'content-encoding': _encoding, ...kept } = headers
  return { status: 304, headers: kept, body: '' }
}
