import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'

const CHECKSUM_BYTES = 4
const VERSION = 2

const app = await createTestApp()
const doctor = {
  id: 7,
  name: 'dr. Example',
  isActive: true,
  createdAt: new Date('2026-02-03T04:05:06.789Z'),
  specialties: [],
  schedules: [],
}
await insertDoctors(app.databaseUrl, [doctor])

async function decodedCursor(field: 'NAME' | 'CREATED_AT'): Promise<unknown> {
  const { data } = await app.run(
    `{ doctors(orderBy: { field: ${field}, direction: DESC }) { edges { cursor } } }`,
  )
  const cursor = Buffer.from(data.doctors.edges[0].cursor, 'base64url')
  return JSON.parse(cursor.subarray(CHECKSUM_BYTES).toString())
}

describe('a cursor', () => {
  it('of the order CREATED_AT contains the time of creation, the order and the id, and nothing else', async () => {
    assert.deepEqual(await decodedCursor('CREATED_AT'), [
      VERSION,
      'CREATED_AT',
      'DESC',
      doctor.createdAt.getTime(),
      doctor.id,
    ])
  })

  it('of the order NAME contains no time', async () => {
    assert.deepEqual(await decodedCursor('NAME'), [VERSION, 'NAME', 'DESC', doctor.name, doctor.id])
  })

  it('leads past each doctor, whichever id and time of creation they have, and their id finds them', async () => {
    await connected(app.databaseUrl, (session) =>
      session.query(
        `insert into doctor (id, name, created_at) values
           (-2147483648, 'a', '4713-01-01 BC'), (-1, 'b', '0044-03-15 BC'), (0, 'c', '1900-01-01'),
           (2147483647, 'd', '20000-01-01')`,
      ),
    )
    for (const orderBy of [
      'field: NAME',
      'field: CREATED_AT',
      'direction: DESC',
      'field: CREATED_AT, direction: DESC',
    ]) {
      const pages = await readPages(`orderBy: { ${orderBy} }`)
      assert.deepEqual(pages.toSorted(), ['a', 'b', 'c', 'd', doctor.name], orderBy)
    }
  })
})

/** The names of all doctors, read one after the other. */
async function readPages(args: string): Promise<string[]> {
  const names: string[] = []
  for (let after: string | undefined; ; ) {
    const { data, errors } = await app.run(
      `query ($after: String) { doctors(first: 1, after: $after, ${args}) {
         nodes { id name } pageInfo { hasNextPage endCursor } } }`,
      { after },
    )
    assert.deepEqual(errors, [])
    const { nodes, pageInfo } = data.doctors
    names.push(nodes[0].name)
    const found = await app.run(`{ node(id: "${nodes[0].id}") { id } }`)
    assert.deepEqual(found.data, { node: { id: nodes[0].id } })
    if (!pageInfo.hasNextPage) return names
    after = pageInfo.endCursor
  }
}
