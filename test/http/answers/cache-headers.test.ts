import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { readEnvironment } from '../../../src/environment.ts'
import { createTestApp, DEFAULT_MEMORY, type TestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'

const settings = { traceInAnswers: true }
const remembering = await createTestApp({ memory: DEFAULT_MEMORY, settings })
const { databaseUrl } = remembering
const executing = await createTestApp({ databaseUrl, settings })
await replaceDemoData({ url: databaseUrl, doctors: 60 })

const LONG = '{ doctors(first: 30) { totalCount nodes { id name schedules { startTime endTime } } } }'

/** A response as it was sent: `fetch` of a server would decompress it. */
async function get(app: TestApp, query: string, headers: Record<string, string> = {}) {
  const response = await app.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    headers: response.headers,
    etag: response.headers.get('etag') ?? '',
    bytes,
  }
}

for (const [title, app] of [
  ['a server that keeps answers', remembering],
  ['a server that does not', executing],
] as const) {
  describe(`a GET of an operation from ${title}`, () => {
    it('has a strong entity tag of the bytes that are sent, in each encoding', async () => {
      const tags = new Set<string>()
      for (const encoding of ['identity', 'gzip', 'br', 'gzip', 'identity']) {
        const { bytes, etag, headers } = await get(app, LONG, { 'accept-encoding': encoding })
        assert.equal(headers.get('content-encoding') ?? 'identity', encoding)
        assert.equal(etag, `"${createHash('sha256').update(bytes).digest('base64url')}"`)
        tags.add(etag)
      }
      assert.equal(tags.size, 3)
    })

    it('may be kept by caches, which ask again each time, by what decides its bytes', async () => {
      for (const query of ['{ doctors { totalCount } }', LONG]) {
        for (let time = 0; time < 2; time++) {
          const { headers } = await get(app, query, { 'accept-encoding': 'gzip' })
          assert.equal(headers.get('cache-control'), 'public, max-age=0, must-revalidate')
          const vary = headers.get('vary')?.split(', ').sort()
          assert.deepEqual(vary, ['Accept', 'Accept-Encoding', 'Origin'])
        }
      }
    })

    it('is not sent again to who has its bytes, until they change', async () => {
      const accepted = { 'accept-encoding': 'gzip' }
      const { etag } = await get(app, LONG, accepted)
      for (const known of [etag, `W/${etag}`, `"other" ,${etag}`, '*']) {
        const again = await get(app, LONG, { ...accepted, 'if-none-match': known })
        assert.equal(again.status, 304)
        assert.equal(again.bytes.length, 0)
        assert.equal(again.etag, etag)
        assert.equal(again.headers.get('cache-control'), 'public, max-age=0, must-revalidate')
        assert.match(again.headers.get('vary') ?? '', /Accept-Encoding/)
        for (const gone of ['content-type', 'content-encoding', 'content-length']) {
          assert.equal(again.headers.get(gone), null, gone)
        }
      }
      assert.equal((await get(app, LONG, { 'if-none-match': etag })).status, 200)
      await connected(databaseUrl, (session) =>
        session.query("update doctor set name = '0 ' || name where id = 1"),
      )
      const changed = await get(app, LONG, { ...accepted, 'if-none-match': etag })
      assert.equal(changed.status, 200)
      assert.match(gunzipSync(changed.bytes).toString(), /"0 /)
    })

    it('must not be kept if it has what a header asks for beside the result', async () => {
      for (const header of ['x-cost', 'x-trace']) {
        const { headers, etag } = await get(app, '{ doctors { totalCount } }', { [header]: '1' })
        assert.deepEqual([headers.get('cache-control'), etag], ['no-store', ''])
      }
    })

    it('must not be kept if it has errors', async () => {
      for (const query of [
        '{ doctors(first: 101) { totalCount } }',
        '{ nothing }',
        '{ node(id: "x") { id } }',
      ]) {
        const { headers, etag } = await get(app, query)
        assert.equal(headers.get('cache-control'), 'no-store')
        assert.equal(etag, '')
      }
    })

    it('must not be kept if its media type is refused', async () => {
      const { status, headers, etag } = await get(app, '{ __typename }', { accept: 'text/plain' })
      assert.deepEqual([status, headers.get('cache-control'), etag], [406, 'no-store', ''])
    })
  })

  describe(`a POST of an operation to ${title}`, () => {
    it('must not be kept', async () => {
      for (let time = 0; time < 2; time++) {
        const { headers } = await app.run('{ doctors { totalCount } }')
        assert.equal(headers.get('cache-control'), 'no-store')
        assert.equal(headers.get('etag'), null)
      }
    })
  })
}

describe('a header that asks for nothing', () => {
  it('leaves an answer and its headers as they are', async () => {
    const off = await createTestApp({ databaseUrl })
    for (const [app, header, value] of [
      [off, 'x-trace', '1'],
      [executing, 'x-trace', '0'],
      [executing, 'x-cost', '0'],
    ] as const) {
      const plain = await get(app, LONG)
      const { etag, headers } = await get(app, LONG, { [header]: value })
      assert.equal(etag, plain.etag)
      assert.equal(headers.get('cache-control'), 'public, max-age=0, must-revalidate')
    }
  })
})

describe('CACHE_MAX_AGE_S', () => {
  it('lets caches give an answer for that long, without asking', async () => {
    const edge = readEnvironment({ CACHE_MAX_AGE_S: '60' }).edge
    const app = await createTestApp({ databaseUrl, edge })
    const { headers } = await get(app, '{ doctors { totalCount } }')
    assert.equal(headers.get('cache-control'), 'public, max-age=60, must-revalidate')
    assert.equal((await app.run('{ doctors { totalCount } }')).headers.get('cache-control'), 'no-store')
  })
})

describe('answers from memory', () => {
  it('are byte for byte those of an execution, with the same headers, in each encoding and media type', async () => {
    const differing = new Set(['x-request-id', 'server-timing'])
    const seenOf = async (app: TestApp, headers: Record<string, string>) => {
      const { status, headers: received, bytes } = await get(app, LONG, headers)
      const same = [...received].filter(([name]) => !differing.has(name)).sort()
      return { status, headers: same, bytes: createHash('sha256').update(bytes).digest('hex') }
    }
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*', 'text/plain']) {
      for (const encoding of ['identity', 'gzip', 'br', 'br;q=0.5, zstd']) {
        for (const origin of ['https://clinic.example', '']) {
          const headers = { accept, 'accept-encoding': encoding, ...(origin && { origin }) }
          const expected = await seenOf(executing, headers)
          for (let time = 0; time < 3; time++) assert.deepEqual(await seenOf(remembering, headers), expected)
        }
      }
    }
  })

  it('are compressed once', async () => {
    const send = () =>
      remembering.answer({
        ...{
          method: 'GET',
          url: `http://jadwal.test/graphql?query=${encodeURIComponent(LONG)}`,
          body: undefined,
        },
        headers: { 'accept-encoding': 'gzip', 'x-request-id': 'r' },
        signal: new AbortController().signal,
      })
    await send()
    const [first, second] = [await send(), await send()]
    assert.equal(first.body, second.body)
  })
})
