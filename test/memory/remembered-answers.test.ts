import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { connected } from '../support/connected.ts'
import { insertDoctors } from '../support/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/numbered-doctors.ts'
import { createTestApp, DEFAULT_MEMORY } from '../support/test-app.ts'

const app = await createTestApp({ memory: DEFAULT_MEMORY, settings: { traceInAnswers: true } })
const plain = await createTestApp({ databaseUrl: app.databaseUrl })
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

const PAGE = ['doctors_page', 'schedules_by_doctor', 'specializations_by_doctor']
const CHECK = 'data_version'

/** An operation that no other test asks for. */
let asked = 0
const unique = () => ({ first: 5, filter: { name: `Number 0${++asked % 6}` } })

const rename = (id: number, name: string) =>
  connected(app.databaseUrl, (session) =>
    session.query('update doctor set name = $2 where id = $1', [id, name]),
  )

describe('an operation', () => {
  it('is executed the first time, without a check, and then answered after one', async () => {
    const variables = unique()
    const first = await app.run(FULL_PAGE, variables)
    assert.deepEqual(first.statements.toSorted(), PAGE)
    for (let time = 0; time < 3; time++) {
      const again = await app.run(FULL_PAGE, variables)
      assert.deepEqual(again.statements, [CHECK])
      assert.deepEqual(again.data, first.data)
    }
    assert.deepEqual((await plain.run(FULL_PAGE, variables)).data, first.data)
  })

  it('is executed again after a change, with one check more', async () => {
    const variables = unique()
    await app.run(FULL_PAGE, variables)
    await rename(1, 'dr. Renamed')
    const stale = await app.run(FULL_PAGE, variables)
    assert.deepEqual(stale.statements.toSorted(), [CHECK, ...PAGE].toSorted())
    assert.deepEqual((await app.run(FULL_PAGE, variables)).statements, [CHECK])
    await rename(1, 'dr. Number 001')
  })
})
