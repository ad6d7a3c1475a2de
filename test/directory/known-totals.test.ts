import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createDatabase } from '../../src/database/database.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import type { DoctorFilter } from '../../src/directory/doctor-filter.ts'
import { createKnownTotals } from '../../src/directory/page/plan/known-totals.ts'
import { createPageWindow } from '../../src/directory/page/plan/page-window.ts'
import { connected } from '../support/database/connected.ts'
import { dataVersion } from '../support/database/data-version.ts'
import { createTestDatabase } from '../support/database/test-database.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'

const url = await createTestDatabase()
await insertDoctors(url, NUMBERED_DOCTORS)
const database = createDatabase({ url })
after(() => database.close())

const ORDER = { field: 'NAME', direction: 'ASC' } as const

const FILTERS: [title: string, filter: DoctorFilter, total: number][] = [
  ['all doctors', {}, 60],
  ['a name', { name: 'number 00' }, 9],
  ['a specialty', { specialty: 'anak' }, 60],
  ['a name and a specialty', { name: 'number 01', specialty: 'anak' }, 10],
  ['nobody', { name: 'nobody' }, 0],
]

/** Directories that remember totals together, as requests to one server do. */
function createDirectories() {
  const totals = createKnownTotals(1_000_000)
  const totalOf = async (filter: DoctorFilter, first = 5) => {
    const { totalCount } = await createDoctorDirectory(database, { totals }).listDoctors({
      filter,
      order: ORDER,
      window: createPageWindow({ first }, ORDER),
      selection: { doctors: first > 0, totalCount: true, hasNextPage: false, hasPreviousPage: false },
    })
    return totalCount
  }
  return { totals, totalOf }
}

describe('the total of a filter', () => {
  for (const [title, filter, total] of FILTERS) {
    it(`is counted once while the data does not change: ${title}`, async () => {
      const { totals, totalOf } = createDirectories()
      assert.equal(await totalOf(filter), total)
      const { version } = await connected(url, dataVersion)
      assert.deepEqual(totals.of(filter), { version, total })
      // A number that no count would find.
      totals.learn(filter, { version, total: 4711 })
      assert.equal(await totalOf(filter), 4711)
      assert.equal(await totalOf(filter, 0), 4711)
    })

    it(`is counted again after a change, by anybody: ${title}`, async () => {
      const { totals, totalOf } = createDirectories()
      await totalOf(filter)
      await connected(url, (session) => session.query("update doctor set name = name || '' where id = 1"))
      assert.equal(await totalOf(filter), total)
      assert.equal(totals.of(filter)?.version, (await connected(url, dataVersion)).version)
    })
  }

  it('belongs to its filter', async () => {
    const { totalOf } = createDirectories()
    for (let time = 0; time < 2; time++) {
      for (const [, filter, total] of FILTERS) assert.equal(await totalOf(filter), total)
    }
  })

  it('is forgotten where too many bytes would be kept, the one used longest ago first', () => {
    const totals = createKnownTotals(10_000)
    const known = { version: '1 x', total: 1 }
    for (let index = 0; index < 1000; index++) {
      totals.learn({ name: `doctor ${index}` }, known)
      assert.equal(totals.of({ name: 'doctor 0' }), known)
      assert.ok(totals.bytes <= 10_000)
    }
    assert.equal(totals.of({ name: 'doctor 1' }), undefined)
  })
})
