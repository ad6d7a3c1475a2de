import { GraphQLError } from 'graphql'
import type { CORSOptions, Plugin } from 'graphql-yoga'

/** `*`, or the origins whose pages may use the API. */
export type AllowedOrigins = '*' | readonly string[]

/** The longest that Chromium keeps what a preflight says. Without it, a browser asks again every five seconds. */
const PREFLIGHT_MAX_AGE_S = 7200

const EXPOSED_HEADERS = ['x-request-id', 'server-timing', 'retry-after']

/** For preflights. The API is public and has no cookies: origins are allowed, credentials are not. */
export function corsOptions(allowed: AllowedOrigins): (request: Request) => CORSOptions {
  return (request) => {
    const origin = request.headers.get('origin')
    if (request.method !== 'OPTIONS' || origin === null || !isAllowed(origin, allowed)) return false
    return {
      origin,
      credentials: false,
      methods: ['GET', 'POST'],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: PREFLIGHT_MAX_AGE_S,
    }
  }
}

/** The headers of CORS of a response to any other request. */
export function corsHeadersOf(origin: string | undefined, allowed: AllowedOrigins): Record<string, string> {
  if (origin === undefined || !isAllowed(origin, allowed)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
  }
}

/**
 * Refuses operations that the page of another site sends without the permission of CORS: images, scripts, frames, links
 * and forms, and requests of origins that are not allowed. Those would run even though the page cannot read the answer.
 * Browsers say who sends what in `Sec-Fetch-Site`, `Sec-Fetch-Mode` (https://www.w3.org/TR/fetch-metadata/) and `Origin`.
 */
export function useCrossSiteGuard(allowed: AllowedOrigins): Plugin {
  return {
    onRequestParse({ request }) {
      const problem = crossSiteProblem((name) => request.headers.get(name) ?? undefined, allowed)
      if (problem !== undefined) throw crossSiteError(problem)
    },
  }
}

/** Why a request of another site is refused; undefined if it is not. */
export function crossSiteProblem(
  header: (name: string) => string | undefined,
  allowed: AllowedOrigins,
): string | undefined {
  const site = header('sec-fetch-site')
  // `none` is the address bar.
  if (site === 'same-origin' || site === 'none') return undefined
  const mode = header('sec-fetch-mode')
  if (site !== undefined && mode !== 'cors') {
    return `Expected Sec-Fetch-Mode: cors from another site, got ${mode === undefined ? 'none' : `"${mode}"`}.`
  }
  const origin = header('origin')
  const isForeign = origin !== undefined && !isAllowed(origin, allowed) && !isOwn(origin, header('host'))
  return isForeign ? 'Expected an origin that is allowed, got another.' : undefined
}

function isAllowed(origin: string, allowed: AllowedOrigins): boolean {
  return allowed === '*' || allowed.includes(origin)
}

/** For browsers without `Sec-Fetch-Site`: GraphiQL sends the origin that it was loaded from. */
function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}

function crossSiteError(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'CROSS_SITE_REQUEST', http: { status: 403 } } })
}
