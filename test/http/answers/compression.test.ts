import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createTestApp } from '../../support/app/test-app.ts'

const app = await createTestApp({ documentLimits: { aliases: 1000, rootFields: 1000 } })
const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: __typename`).join(' ')

const send = (query: string, accepted: string) =>
  app.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': accepted },
    body: JSON.stringify({ query }),
  })

describe('JSON answers', () => {
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

  for (const [accepted, encoding, decompress] of [
    ['gzip, deflate, br, zstd', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['*', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ] as const) {
    it(`are the same in ${encoding} where a client accepts ${accepted}`, async () => {
      const plain = await bytesOf(await send(`{ ${aliases} }`, 'identity'))
      const response = await send(`{ ${aliases} }`, accepted)
      const compressed = await bytesOf(response)
      assert.equal(response.headers.get('content-encoding'), encoding)
      assert.match(response.headers.get('vary') ?? '', /accept-encoding/i)
      assert.ok(compressed.length < plain.length / 4)
      assert.ok(decompress(compressed).equals(plain))
    })
  }

  it('are sent as they are if they are short, or if the client accepts nothing else', async () => {
    const short = await send('{ __typename }', 'gzip, br')
    assert.equal(short.headers.get('content-encoding'), null)
    for (const accepted of ['identity', 'zstd', '', ';;,q=,gzip;q=0']) {
      const { headers, status } = await send(`{ ${aliases} }`, accepted)
      assert.equal(status, 200)
      assert.equal(headers.get('content-encoding'), null, accepted)
      assert.match(headers.get('vary') ?? '', /accept-encoding/i)
    }
  })

  it('keep the status and headers of the response', async () => {
    const { status, headers } = await send(`{ ${aliases.replaceAll('__typename', 'nothing')} }`, 'gzip')
    assert.equal(headers.get('content-encoding'), 'gzip')
    assert.equal(status, 200)
    assert.ok(headers.get('x-request-id'))
    assert.match(headers.get('content-type') ?? '', /^application\/(graphql-response\+)?json/)
  })
})
