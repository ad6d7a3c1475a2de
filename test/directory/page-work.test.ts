import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { openExplainer } from '../../benchmarks/targets/explain.ts'
import type { Statement } from '../../src/database/database.ts'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import { createAvailability, type DoctorFilter } from '../../src/directory/doctor-filter.ts'
import { type DoctorOrder, encodeCursor } from '../../src/directory/page/plan/cursor.ts'
import { createPageWindow, type PageArguments } from '../../src/directory/page/plan/page-window.ts'
import { createTestDatabase } from '../support/database/test-database.ts'

const DOCTORS = 100_000
/** A walk of the order tests 2,000 doctors, each with a few blocks. Testing all would take a hundred times as many. */
const MAX_BLOCKS = 16_000

const url = await createTestDatabase()
await replaceDemoData({ url, doctors: DOCTORS })
const explainer = await openExplainer({ url, settings: 'of the program', maxMs: 60_000 })

const BY_NAME: DoctorOrder = { field: 'NAME', direction: 'ASC' }
const NEWEST: DoctorOrder = { field: 'CREATED_AT', direction: 'DESC' }
const DEEP = encodeCursor(BY_NAME, { key: 'drg. Made', id: 1 })

/** Covered by no schedule: the longest has ten hours. */
const ABSENT_HOURS = createAvailability({
  dayOfWeek: undefined,
  fromMinute: 0,
  toMinute: 1380,
  match: 'COVERS',
})

const PAGES: [title: string, filter: DoctorFilter, order: DoctorOrder, args: PageArguments][] = [
  ['all doctors', {}, BY_NAME, {}],
  ['all doctors, after a deep cursor', {}, BY_NAME, { after: DEEP }],
  ['the last page', {}, BY_NAME, { last: 10 }],
  ['a name that does not occur', { name: 'quetzal' }, BY_NAME, {}],
  ['a rare name', { name: 'zoë müller' }, BY_NAME, {}],
  ['a rare name, newest first', { name: 'zoë müller' }, NEWEST, {}],
  ['a specialty that does not exist', { specialty: 'vulcanology' }, BY_NAME, {}],
  ['the last page of a specialty that does not exist', { specialty: 'vulcanology' }, BY_NAME, { last: 10 }],
  ['a specialization that nobody has', { specializationIds: [999] }, NEWEST, {}],
  ['hours that nobody covers', { availability: ABSENT_HOURS }, BY_NAME, {}],
  ['a common name and hours that nobody covers', { name: 'dr', availability: ABSENT_HOURS }, BY_NAME, {}],
  ['a specialty, after a deep cursor', { specialty: 'anak' }, BY_NAME, { after: DEEP }],
]

describe(`a page of ${DOCTORS} doctors, with both page flags, reads at most ${MAX_BLOCKS} blocks`, () => {
  after(() => explainer.close())

  for (const [title, filter, order, args] of PAGES) {
    it(title, async () => {
      const sent: Statement[] = []
      const recorder = {
        async query<Row extends object>(statement: Statement): Promise<Row[]> {
          sent.push(statement)
          return []
        },
      }
      await createDoctorDirectory(recorder).listDoctors({
        filter,
        order,
        window: createPageWindow(args, order),
        selection: { doctors: true, totalCount: false, hasNextPage: true, hasPreviousPage: true },
      })
      assert.equal(sent.length, 1)
      const [statement] = sent
      const explained =
        statement && (await explainer.explain({ text: statement.sql.text, parameters: statement.sql.values }))
      assert.ok(explained)
      const blocks = explained.plan['Shared Hit Blocks'] + explained.plan['Shared Read Blocks']
      assert.ok(blocks <= MAX_BLOCKS, `${blocks} blocks`)
    })
  }
})
