import type { Plugin } from 'graphql-yoga'
import Negotiator from 'negotiator'
import { acceptedEncoding } from '../../accepted-encoding.ts'
import { isKnownToClient } from '../../entity-tag.ts'
import { type GraphiQLPage, renderGraphiQLPage } from './graphiql-page.ts'

/**
 * Serves GraphiQL to browsers. The page is rendered and compressed for the first visitor and kept; visitors who arrive
 * meanwhile wait for the same page. A browser keeps it too, and revalidates it by its entity tag.
 *
 * @param headers initial content of the headers editor.
 */
export function useGraphiQLPage(path: string, headers: Record<string, string>): Plugin {
  let rendered: Promise<GraphiQLPage> | undefined
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== path || !['GET', 'HEAD'].includes(request.method)) return
      if (!prefersPage(request.headers.get('accept'))) return
      rendered ??= renderGraphiQLPage(headers).catch((error) => {
        rendered = undefined
        throw error
      })
      const page = await rendered
      const encoding = acceptedEncoding(request.headers.get('accept-encoding'), ['br', 'gzip'])
      const etag = `"${page.digest}-${encoding}"`
      const common = {
        etag,
        'cache-control': 'no-cache',
        'content-security-policy': page.contentSecurityPolicy,
        vary: 'accept, accept-encoding',
      }
      endResponse(
        isKnownToClient(etag, request.headers.get('if-none-match'))
          ? new fetchAPI.Response(null, { status: 304, headers: common })
          : new fetchAPI.Response(page.body[encoding], {
              headers: {
                ...common,
                'content-type': 'text/html; charset=utf-8',
                ...(encoding !== 'identity' && { 'content-encoding': encoding }),
              },
            }),
      )
    },
  }
}

/** In the order of preference where the client has none. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json', 'text/html']

/** Whether a header `Accept` is that of a browser, which prefers a page to data. */
function prefersPage(accept: string | null): boolean {
  return new Negotiator({ headers: { accept: accept ?? '*/*' } }).mediaType(MEDIA_TYPES) === 'text/html'
}
