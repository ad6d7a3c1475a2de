import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Queryable } from '../../../src/database/database.ts'
import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import { type DoctorOrder, encodeCursor } from '../../../src/directory/page/plan/cursor.ts'
import type { PageLimits } from '../../../src/directory/page/plan/page-plan.ts'
import type { Json } from '../../support/app/json.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'
import { anyDoctors, anyHours, anyName } from '../../support/doctors/arbitrary-doctors.ts'
import { filterInput } from '../../support/doctors/filter-input.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { positionOf, referencePage } from '../../support/doctors/reference-directory.ts'

/** A walk knows whether the doctor of a cursor matches, and hardly any page. */
const LIMITS: PageLimits = {
  ...{ walk: 1, walkNames: 1, walkShortNames: 1, named: 0, ids: 0, listedIds: 0 },
  ...{ possible: 0, nearest: 0, tested: 40, sampledBlocks: 100 },
  ...{ sortedIds: 0, testedNames: 0, countedNames: 0, countedRows: 0, window: 0 },
}

const app = await createTestApp()
/** How far the nearest are is estimated by all blocks, by some, and by one. */
const apps = await Promise.all(
  [
    { ...LIMITS },
    { ...LIMITS, nearest: 2, sampledBlocks: 5 },
    { ...LIMITS, possible: 30, tested: 1000, sampledBlocks: 1 },
  ].map((limits) =>
    createTestApp({
      databaseUrl: app.databaseUrl,
      createDirectory: (database: Queryable) => createDoctorDirectory(database, { limits }),
    }),
  ),
)

const DATA_SETS = 9
const CASES_PER_DATA_SET = 120

/** Names of two parts, so that there are as many as doctors, and texts within them that a few and many have. */
const anyDirectory = fc
  .tuple(anyDoctors({ fewest: 150, most: 200 }), fc.array(anyName, { minLength: 200, maxLength: 200 }))
  .map(([doctors, names]) =>
    doctors.map((doctor, index) => ({ ...doctor, name: `${doctor.name} ${names[index]} ${index % 5}` })),
  )

const anyFilter = fc.oneof(
  fc.record({
    name: fc.constantFrom('ayu', 'yu', 'zoë', 'budi', 'ayu b', 'zoe', 'élan', 'di 3', 'u', '%', 'ya'),
  }),
  fc.record({ specialty: fc.constantFrom('anak', 'a', 'mata') }),
  fc.record({ availability: anyHours }),
  fc.record({
    name: fc.constantFrom('ayu', 'a'),
    specialty: fc.constantFrom('anak', 'a'),
    availability: anyHours,
  }),
)
const anyPage = fc.record({
  size: fc.integer({ min: 1, max: 3 }),
  isLast: fc.boolean(),
  near: fc.option(fc.nat(200), { nil: undefined }),
  far: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(200) }),
  offset: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
  ),
})

describe('pages of those nearest to where they start', () => {
  it(`are those of an in-memory implementation in ${DATA_SETS * CASES_PER_DATA_SET} random cases`, async () => {
    const cutRanges = () => connected(app.databaseUrl, (session) => session.query('call cut_name_ranges()'))
    for (const [index, doctors] of fc.sample(anyDirectory, { numRuns: DATA_SETS, seed: 3 }).entries()) {
      // With no ranges of names, with their own, and with those of other names.
      await insertDoctors(app.databaseUrl, doctors)
      if (index % 3 > 0) await cutRanges()
      await fc.assert(
        fc.asyncProperty(
          anyFilter,
          anyPage,
          fc.constantFrom('ASC', 'DESC'),
          fc.nat(apps.length - 1),
          async (filter: Json, { size, isLast, near, far, offset }, direction: 'ASC' | 'DESC', number) => {
            const limited = apps[number] ?? app
            const order: DoctorOrder = { field: 'NAME', direction }
            const position = (nth: number | undefined) => {
              const doctor = nth === undefined ? undefined : doctors[nth % doctors.length]
              return doctor && positionOf(doctor, order)
            }
            const cursors = isLast
              ? { after: position(far), before: position(near) }
              : { after: position(near), before: position(far) }
            const paging =
              offset === undefined
                ? { ...cursors, [isLast ? 'last' : 'first']: size }
                : { first: size, offset }
            const cursor = (place: ReturnType<typeof position>) => place && encodeCursor(order, place)
            const { data, errors } = await limited.run(
              `query ($first: Int, $last: Int, $after: String, $before: String, $offset: Int,
                 $filter: DoctorFilter, $orderBy: DoctorOrder) {
                 doctors(first: $first, last: $last, after: $after, before: $before, offset: $offset,
                   filter: $filter, orderBy: $orderBy) { nodes { name } pageInfo { hasNextPage hasPreviousPage } } }`,
              {
                ...paging,
                ...(offset === undefined && { after: cursor(cursors.after), before: cursor(cursors.before) }),
                filter: filterInput(filter, new Map()),
                orderBy: order,
              },
            )
            assert.deepEqual(errors, [])
            const expected = referencePage(doctors, filter, order, paging)
            assert.deepEqual(data.doctors, {
              nodes: expected.doctors.map(({ name }) => ({ name })),
              pageInfo: { hasNextPage: expected.hasNextPage, hasPreviousPage: expected.hasPreviousPage },
            })
          },
        ),
        { numRuns: CASES_PER_DATA_SET, seed: index },
      )
    }
  })
})
