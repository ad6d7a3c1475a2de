import type { Plugin } from 'graphql-yoga'

/**
 * Answers 404 on all paths but the one that operations are sent to, and the root. Place it after the plugins that
 * have paths of their own: Yoga would take every URL that ends with the path for an operation, such as
 * `/other?to=/graphql`, and redirects a browser from every other one.
 */
export function useOperationPath(path: string): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const isRoot = url.pathname === '/' && !request.url.endsWith(path)
      if (url.pathname !== path && !isRoot) endResponse(new fetchAPI.Response(null, { status: 404 }))
    },
  }
}
