import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestApp } from '../support/app/test-app.ts'
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
})
