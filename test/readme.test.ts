import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../src/demo-data/replace-demo-data.ts'
import { EXAMPLE, EXAMPLE_VARIABLES } from '../src/http/plugins/explorer/graphiql-page.ts'
import { createTestApp } from './support/app/test-app.ts'

const app = await createTestApp()
await replaceDemoData({ url: app.databaseUrl, doctors: 200 })

describe('examples', () => {
  it('the operation in the README has the response in the README', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, request = ''] = /curl .* -d '(\{[^']*\})'/s.exec(readme) ?? []
    const [, answer = ''] = /```json\n(.*?)```/s.exec(readme) ?? []
    const { query, variables } = JSON.parse(request)
    const { data, errors } = await app.run(query, variables)
    assert.deepEqual({ data, errors }, { ...JSON.parse(answer), errors: [] })
  })

  it('the example operation of GraphiQL returns a page with a next page', async () => {
    const { data, errors } = await app.run(EXAMPLE, EXAMPLE_VARIABLES)
    assert.deepEqual(errors, [])
    assert.equal(data.doctors.pageInfo.hasNextPage, true)
    assert.ok(data.doctors.nodes[0].schedules.length > 0)
  })
})
