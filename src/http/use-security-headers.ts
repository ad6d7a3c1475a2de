import type { Plugin } from 'graphql-yoga'

/** For responses that are data: nothing in them is run, loaded or framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Tells browsers to take every response as what it says it is. `Strict-Transport-Security` is up to who ends TLS. */
export function useSecurityHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      headers.set('x-content-type-options', 'nosniff')
      headers.set('referrer-policy', 'no-referrer')
      if (!headers.has('content-security-policy')) headers.set('content-security-policy', DATA_POLICY)
    },
  }
}
