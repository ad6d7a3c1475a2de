import { hash } from 'node:crypto'

/** The strong entity tag of the bytes of a response (RFC 9110, section 8.8.3). */
export function entityTagOf(body: string | Buffer): string {
  return `"${hash('sha256', body, 'base64url')}"`
}

/**
 * Whether a client has the representation with this tag.
 *
 * Tags in `If-None-Match` are compared weakly (RFC 9110, section 13.1.2): proxies may have added the prefix.
 */
export function isKnownToClient(tag: string, ifNoneMatch: string | null | undefined): boolean {
  if (ifNoneMatch == null) return false
  return ifNoneMatch.split(',').some((known) => {
    const trimmed = known.trim()
    return trimmed === '*' || trimmed.replace(/^W\//, '') === tag
  })
}
