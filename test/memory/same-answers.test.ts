import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRandom } from '../../src/demo-data/random.ts'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { createSchema } from '../../src/schema/schema.ts'
import { randomOperation } from '../support/app/random-operations.ts'
import { createTestApp, DEFAULT_MEMORY, type TestApp } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'

const OPERATIONS = 120

const remembering = await createTestApp({ memory: DEFAULT_MEMORY })
const { databaseUrl } = remembering
const executing = await createTestApp({ databaseUrl })
await replaceDemoData({ url: databaseUrl, doctors: 60 })

describe('a server that keeps answers', () => {
  it(`answers as one that does not, in ${OPERATIONS} random operations, each three times, between changes`, async () => {
    const schema = createSchema()
    const random = createRandom(4)
    const outcomes = new Set<string>()
    for (let seed = 0; seed < OPERATIONS; seed++) {
      const body = JSON.stringify(randomOperation(schema, seed))
      for (let time = 0; time < 3; time++) {
        if (random.chance(0.1)) {
          await connected(databaseUrl, (session) =>
            session.query(
              "update doctor set name = name || '.', is_active = not is_active where id % 7 = $1",
              [random.integer(0, 6)],
            ),
          )
        }
        const [expected, got] = await Promise.all([executing, remembering].map((app) => send(app, body)))
        assert.deepEqual(got, expected, body)
        outcomes.add(remembering.logged.at(-1)?.memory)
      }
    }
    for (const outcome of ['hit', 'miss', 'stale']) assert.ok(outcomes.has(outcome), outcome)
  })
})

async function send(app: TestApp, body: string) {
  const headers = { 'content-type': 'application/json', 'x-request-id': 'same' }
  const response = await app.fetch('/graphql', { method: 'POST', headers, body })
  // Compiled execution orders the keys of some answers differently.
  return { status: response.status, body: await response.json() }
}
