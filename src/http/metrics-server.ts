import { createServer, type Server } from 'node:http'
import type { Registry } from 'prom-client'

/** A server for Prometheus alone, on an address that the public does not reach. It does not open its port. */
export function createMetricsServer(path: string, registry: Registry): Server {
  return createServer(async ({ method, url }, response) => {
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
  })
}
