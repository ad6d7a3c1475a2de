import type { Plugin } from 'graphql-yoga'
import type { Registry } from 'prom-client'

/** Serves the registry's metrics on a path, for Prometheus. */
export function useMetricsEndpoint(path: string, registry: Registry): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== path || request.method !== 'GET') return
      const headers = { 'content-type': registry.contentType }
      endResponse(new fetchAPI.Response(await registry.metrics(), { headers }))
    },
  }
}
