/**
 * Tells browsers to take every response as what it says it is, and that it is data, unless it has a policy of its
 * own: nothing in it is run, loaded or framed. `Strict-Transport-Security` is up to who ends TLS.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
