import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import { METRICS_PATH } from '../../../src/app.ts'
import { createMetricsListener } from '../../../src/http/connections/metrics-listener.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { listen } from '../../support/system/listen.ts'

describe('the metrics', () => {
  it('are on their own server if METRICS_PORT is set, and not on the public one', async () => {
    const app = await createTestApp({ edge: { metricsPort: 0 } })
    const server = createServer(createMetricsListener(METRICS_PATH, app.observability.metrics.registry))
    after(() => server.close())
    const url = `http://127.0.0.1:${await listen(server)}`
    const response = await fetch(`${url}/metrics`)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /^# HELP jadwal_/m)
    for (const [path, method] of [
      ['/', 'GET'],
      ['/graphql', 'GET'],
      ['/metrics', 'POST'],
    ] as const) {
      assert.equal((await fetch(`${url}${path}`, { method })).status, 404)
    }
    assert.equal((await app.fetch('/metrics')).status, 404)
  })

  it('are on the public server without it', async () => {
    assert.equal((await (await createTestApp()).fetch('/metrics')).status, 200)
  })
})
