import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import pino from 'pino'
import { Gauge, Registry } from 'prom-client'
import { METRICS_PATH } from '../../../src/app.ts'
import { createMetricsListener } from '../../../src/http/connections/metrics-listener.ts'
import { missingHeaders, sendRaw } from '../../support/app/raw-http.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { listen } from '../../support/system/listen.ts'

describe('the metrics', () => {
  it('are on their own server if METRICS_PORT is set, and not on the public one', async () => {
    const app = await createTestApp({ edge: { metricsPort: 0 } })
    const { get } = await serveMetrics(app.observability.metrics.registry)
    assert.match(await get('GET', METRICS_PATH), /^HTTP\/1.1 200 [\s\S]*^# HELP jadwal_/m)
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/graphql'],
      ['POST', METRICS_PATH],
    ] as const) {
      assert.match(
        await get(method, path),
        /^HTTP\/1.1 404 [\s\S]*"Expected GET \/metrics: [\s\S]*"NOT_FOUND"/,
      )
    }
    assert.equal((await app.fetch('/metrics')).status, 404)
  })

  it('are on the public server without it', async () => {
    assert.equal((await (await createTestApp()).fetch('/metrics')).status, 200)
  })

  it('say what every response says to browsers, also if they are refused or cannot be read', async () => {
    const registry = new Registry()
    const { get, logged } = await serveMetrics(registry)
    for (const path of [METRICS_PATH, '/']) assert.deepEqual(missingHeaders(await get('GET', path)), [])
    new Gauge({
      name: 'broken',
      help: 'A gauge that cannot be read.',
      registers: [registry],
      collect() {
        throw new Error('no reading')
      },
    })
    const answer = await get('GET', METRICS_PATH)
    assert.match(answer, /^HTTP\/1.1 500 [\s\S]*"INTERNAL_SERVER_ERROR"/)
    assert.doesNotMatch(answer, /no reading/)
    assert.deepEqual(missingHeaders(answer), [])
    assert.match(logged.join(), /no reading/)
  })
})

async function serveMetrics(registry: Registry) {
  const logged: string[] = []
  const log = pino({}, { write: (line: string) => logged.push(line) })
  const server = createServer(createMetricsListener({ path: METRICS_PATH, registry, log }))
  after(() => server.close())
  const port = await listen(server)
  const get = (method: string, path: string) =>
    sendRaw(port, `${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
  return { get, logged }
}
