import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../../../support/app/test-app.ts'

const open = await createTestApp()
const ALLOWED = 'https://hospital.example'
const restricted = await createTestApp({ databaseUrl: open.databaseUrl, edge: { corsOrigins: [ALLOWED] } })
const GET = '/graphql?query={doctors{totalCount}}'

const from = (site: string, mode: string, origin?: string) => ({
  headers: { 'sec-fetch-site': site, 'sec-fetch-mode': mode, ...(origin && { origin }) },
})

describe('a GET that a page sends unasked', () => {
  for (const site of ['cross-site', 'same-site']) {
    for (const mode of ['no-cors', 'navigate', 'websocket']) {
      it(`is refused with a code and without a statement: ${mode} from ${site}`, async () => {
        const response = await open.fetch(GET, from(site, mode))
        assert.equal(response.status, 403)
        const { data, errors } = await response.json()
        assert.equal(data, undefined)
        assert.equal(errors[0].extensions.code, 'CROSS_SITE_REQUEST')
        assert.match(
          errors[0].message,
          /^Expected Sec-Fetch-Mode: cors from another site, got (none|"[a-z-]+")\.$/,
        )
        assert.ok(response.headers.get('x-request-id'))
      })
    }
  }

  it('is answered from the own site, the address bar, and clients that are no browsers', async () => {
    for (const init of [from('same-origin', 'no-cors'), from('none', 'navigate'), {}]) {
      assert.equal((await open.fetch(GET, init)).status, 200)
    }
  })

  it('may open GraphiQL, which runs nothing by itself', async () => {
    const { headers } = from('cross-site', 'navigate')
    const response = await open.fetch(GET, { headers: { ...headers, accept: 'text/html' } })
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /html/)
  })
})

describe('CORS_ORIGINS', () => {
  it('answers allowed origins, and names them without credentials', async () => {
    const { status, headers } = await restricted.fetch(GET, from('cross-site', 'cors', ALLOWED))
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), ALLOWED)
    assert.equal(headers.get('access-control-allow-credentials'), null)
    assert.match(headers.get('vary') ?? '', /origin/i)
  })

  it('lets browsers keep what a preflight says', async () => {
    const preflight = await restricted.fetch('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: ALLOWED,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type')
    assert.equal(preflight.headers.get('access-control-max-age'), '7200')
  })

  it('refuses all others, sandboxed frames and look-alikes included, without CORS headers', async () => {
    for (const origin of [
      'https://other.example',
      'null',
      `${ALLOWED}.other.example`,
      'http://hospital.example',
    ]) {
      const response = await restricted.fetch(GET, from('cross-site', 'cors', origin))
      assert.equal(response.status, 403, origin)
      assert.equal(response.headers.get('access-control-allow-origin'), null)
      assert.match(response.headers.get('vary') ?? '', /origin/i)
      const preflight = await restricted.fetch('/graphql', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      assert.equal(preflight.headers.get('access-control-allow-origin'), null)
    }
  })

  it('answers the own origin, which GraphiQL sends', async () => {
    const own = { origin: 'http://jadwal.test', host: 'jadwal.test' }
    assert.equal((await restricted.run('{ __typename }', {}, own)).status, 200)
    assert.equal(
      (await restricted.run('{ __typename }', {}, { ...own, 'sec-fetch-site': 'same-origin' })).status,
      200,
    )
  })
})
