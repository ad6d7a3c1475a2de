import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import type { Json } from '../../support/app/json.ts'
import { listen } from '../../support/system/listen.ts'

/** A collector that receives OTLP as JSON over HTTP on a free port. It stops after the tests of the file. */
export interface OtlpCollector {
  endpoint: string
  /** The bodies that it received, each a batch of spans as a collector's file exporter would write it. */
  batches: string[]
  /** The spans of all batches, in the order in which they came. */
  spans(): Json[]
}

/** @param status what it answers. */
export async function startOtlpCollector(status = 200): Promise<OtlpCollector> {
  const batches: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    if (request.url === '/v1/traces' && request.method === 'POST') batches.push(body)
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  const port = await listen(server)
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    batches,
    spans: () =>
      batches.flatMap((batch) =>
        JSON.parse(batch).resourceSpans.flatMap(({ scopeSpans }: Json) =>
          scopeSpans.flatMap(({ spans }: Json) => spans),
        ),
      ),
  }
}
