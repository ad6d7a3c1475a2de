import type { RequestListener } from 'node:http'
import type { Registry } from 'prom-client'

/** Answers Prometheus and nobody else, on an address that the public does not reach. */
export function createMetricsListener(path: string, registry: Registry): RequestListener {
  return async ({ method, url }, response) => {
    if (method !== 'GET' || url !== path) {
      response.writeHead(404).end()
      return
    }
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType }).end(text)
    } catch {
      response.writeHead(500).end()
    }
  }
}
