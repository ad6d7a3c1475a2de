import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { getIntrospectionQuery } from 'graphql'
import { DEFAULT_DOCUMENT_LIMITS } from '../../src/document/document-limits.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

describe('real operations are within the limits', () => {
  it('every introspection of GraphiQL', async () => {
    const all = {
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }
    for (const options of [{}, all]) {
      const { errors, data, extensions } = await app.run(
        getIntrospectionQuery(options),
        {},
        { 'x-cost': '1' },
      )
      assert.deepEqual(errors, [])
      assert.ok(data.__schema.types.length > 20)
      assert.ok(extensions.cost.values < DEFAULT_DOCUMENT_LIMITS.values / 2, String(extensions.cost.values))
    }
  })

  it('a page as Relay requests it', async () => {
    const { errors } = await app.run(`query Page($first: Int = 20, $after: String) { ...List }
      fragment List on Query { doctors(first: $first, after: $after) {
        edges { node { id ...Card __typename } cursor } pageInfo { endCursor hasNextPage } } }
      fragment Card on Doctor { id name specializations { id name } schedules { id dayOfWeek startTime endTime } }`)
    assert.deepEqual(errors, [])
  })

  it('every operation of the benchmark, with the largest page', async () => {
    const folder = new URL('../../benchmarks/workload/operations/', import.meta.url)
    const fragment = await readFile(new URL('doctor-fields.graphql', folder), 'utf8')
    const files = (await readdir(folder)).filter((file) => file !== 'doctor-fields.graphql')
    assert.ok(files.length >= 6)
    for (const file of files) {
      const text = await readFile(new URL(file, folder), 'utf8')
      const query = text.includes('...DoctorFields') ? text + fragment : text
      assert.deepEqual((await app.run(query, { first: 100 })).errors, [], file)
    }
  })

  it('a request with x-cost: 1 receives the cost of its operation, others do not', async () => {
    const { extensions } = await app.run(FULL_PAGE, { first: 20 }, { 'x-cost': '1' })
    const { statements, rows, values } = extensions.cost
    // totalCount, and for each doctor a name and two relations.
    assert.deepEqual({ statements, rows, values }, { statements: 3, rows: 21, values: 1 + 20 * 3 })
    assert.equal((await app.run(FULL_PAGE)).extensions, undefined)
  })
})
