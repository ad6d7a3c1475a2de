import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Queryable } from '../../../src/database/database.ts'
import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import { reportingVersions } from '../../../src/directory/data-version.ts'
import { type DoctorOrder, encodeCursor } from '../../../src/directory/page/plan/cursor.ts'
import { createKnownTotals } from '../../../src/directory/page/plan/known-totals.ts'
import type { Json } from '../../support/app/json.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { connected } from '../../support/database/connected.ts'
import { anyDoctors, anyHours, anyName, SPECIALTIES } from '../../support/doctors/arbitrary-doctors.ts'
import { filterInput } from '../../support/doctors/filter-input.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { positionOf, type ReferenceDoctor, referencePage } from '../../support/doctors/reference-directory.ts'

const DATA_SETS = 25
const CASES_PER_DATA_SET = 160

const app = await createTestApp()

/** With limits that a few doctors exceed, the statement takes each of its ways. Totals are remembered over all data sets. */
const LIMITS = [
  {
    ...{ walk: 1, walkNames: 1, walkShortNames: 1, named: 1, ids: 1, listedIds: 1 },
    ...{ possible: 0, nearest: 0, tested: 12, sampledBlocks: 1 },
    ...{ sortedIds: 0, testedNames: 0, countedNames: 0, countedRows: 0, window: 1 },
  },
  {
    ...{ walk: 3, walkNames: 5, walkShortNames: 9, named: 4, ids: 6, listedIds: 4 },
    ...{ possible: 2, nearest: 1, tested: 1_000, sampledBlocks: 2 },
    ...{ sortedIds: 9, testedNames: 4, countedNames: 3, countedRows: 5, window: 5 },
  },
  {
    ...{ walk: 1, walkNames: 2, walkShortNames: 3, named: 2, ids: 1_000, listedIds: 1_000 },
    ...{ possible: 5, nearest: 3, tested: 1_000, sampledBlocks: 1 },
    ...{ sortedIds: 1_000, testedNames: 1_000, countedNames: 1_000, countedRows: 1_000, window: 1_000 },
  },
  {
    ...{ walk: 2, walkNames: 1, walkShortNames: 2, named: 1_000, ids: 3, listedIds: 0 },
    ...{ possible: 0, nearest: 0, tested: 6, sampledBlocks: 1 },
    ...{ sortedIds: 1_000, testedNames: 5, countedNames: 1, countedRows: 20, window: 10 },
  },
  // Many ids are sorted and intersected, or those of a name tested beside them.
  {
    ...{ walk: 1, walkNames: 1, walkShortNames: 40, named: 1, ids: 1, listedIds: 1_000 },
    ...{ possible: 3, nearest: 0, tested: 1_000, sampledBlocks: 5 },
    ...{ sortedIds: 1_000, testedNames: 1_000, countedNames: 2, countedRows: 1_000, window: 3 },
  },
  {
    ...{ walk: 1, walkNames: 1, walkShortNames: 5, named: 2, ids: 2, listedIds: 7 },
    ...{ possible: 0, nearest: 2, tested: 30, sampledBlocks: 1 },
    ...{ sortedIds: 12, testedNames: 1, countedNames: 20, countedRows: 0, window: 3 },
  },
  // Long walks have the page, and the total is counted apart from it.
  {
    ...{ walk: 50, walkNames: 50, walkShortNames: 50, named: 2, ids: 2, listedIds: 1 },
    ...{ possible: 1_000, nearest: 5, tested: 1_000, sampledBlocks: 1 },
    ...{ sortedIds: 12, testedNames: 1, countedNames: 1, countedRows: 40, window: 3 },
  },
  // Those who may match are found by bitmaps, and the nearest of them exactly.
  {
    ...{ walk: 0, walkNames: 0, walkShortNames: 0, named: 0, ids: 0, listedIds: 1 },
    ...{ possible: 0, nearest: 0, tested: 1_000, sampledBlocks: 100 },
    ...{ sortedIds: 0, testedNames: 0, countedNames: 0, countedRows: 0, window: 3 },
  },
]
const apps = [app]
for (const limits of LIMITS) {
  const totals = createKnownTotals(1_000_000)
  const createDirectory = (database: Queryable) =>
    createDoctorDirectory(
      reportingVersions(database, () => {}),
      { limits, totals },
    )
  apps.push(await createTestApp({ databaseUrl: app.databaseUrl, createDirectory }))
}

const anyOrder: fc.Arbitrary<DoctorOrder> = fc.record({
  field: fc.constantFrom('NAME', 'CREATED_AT'),
  direction: fc.constantFrom('ASC', 'DESC'),
})

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const anySize = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(10, 40, 100))

const TEXTS = [...'aY%_\\éb', 'ay', 'YU', 'u%', 'a\\', 'bu', 'qx', 'İ', ' ayu ', '', 'nobody']

const anyFilter = fc.record({
  name: maybe(fc.oneof(anyName, fc.constantFrom(...TEXTS))),
  specialty: maybe(fc.constantFrom('anak', 'BEDAH', '_', '0%', 'ma', ' ', 'none')),
  anySpecialty: maybe(fc.uniqueArray(fc.constantFrom(...SPECIALTIES))),
  availability: maybe(anyHours),
})

/** The place of any doctor, matching or not, or one where nobody stands. */
const anyPlace = fc.record({
  nth: fc.nat(60),
  name: anyName,
  id: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 15_000 })),
  made: fc.boolean(),
})

const anyPaging = fc.oneof(
  fc.record({ first: maybe(anySize), last: maybe(anySize), after: maybe(anyPlace), before: maybe(anyPlace) }),
  fc.record({ first: maybe(anySize), offset: fc.nat(45) }),
)

const SELECTIONS = [
  'nodes { id }',
  'edges { cursor node { id } }',
  'totalCount',
  'pageInfo { hasNextPage }',
  'pageInfo { hasPreviousPage }',
  'pageInfo { startCursor endCursor }',
]

describe('paging', () => {
  it(`agrees with an in-memory implementation of the Relay specification in ${DATA_SETS * CASES_PER_DATA_SET} random cases`, async () => {
    for (const [index, doctors] of fc.sample(anyDoctors(), { numRuns: DATA_SETS, seed: 2 }).entries()) {
      await insertDoctors(app.databaseUrl, doctors)
      // Otherwise the ranges are those of other names, or none.
      if (index % 3 > 0) {
        await connected(app.databaseUrl, (session) => session.query('call cut_name_ranges()'))
      }
      const limited = apps[index % apps.length] ?? app
      const specializationIds = await readSpecializationIds()
      await fc.assert(
        fc.asyncProperty(
          anyOrder,
          anyFilter,
          anyPaging,
          fc.subarray(SELECTIONS, { minLength: 1 }),
          async (order, filter, { after, before, ...sizes }: Json, selections) => {
            const place = (where?: Json) => where && placeOf(doctors, order, where)
            const paging = { ...sizes, after: place(after), before: place(before) }
            const expected = referencePage(doctors, filter, order, paging)
            const cursor = (position?: Json) => position && encodeCursor(order, position)
            const { data, errors } = await limited.run(
              `query ($first: Int, $last: Int, $after: String, $before: String, $offset: Int,
                 $filter: DoctorFilter, $orderBy: DoctorOrder) {
                 doctors(first: $first, last: $last, after: $after, before: $before, offset: $offset,
                   filter: $filter, orderBy: $orderBy) { ${selections.join(' ')} } }`,
              {
                ...sizes,
                after: cursor(paging.after),
                before: cursor(paging.before),
                filter: filterInput(filter, specializationIds),
                orderBy: order,
              },
            )
            assert.deepEqual(errors, [])
            assert.deepEqual(data.doctors, expectedAnswer(expected, order, selections))
          },
        ),
        { numRuns: CASES_PER_DATA_SET, seed: index },
      )
    }
  })

  it('continues after the row of a cursor is deleted, without skipping or repeating a doctor', async () => {
    const [doctors = []] = fc.sample(anyDoctors({ fewest: 40 }), { numRuns: 1, seed: 9 })
    for (const direction of ['forwards', 'backwards']) {
      await insertDoctors(app.databaseUrl, doctors)
      const order: DoctorOrder = { field: 'NAME', direction: 'ASC' }
      const expected = referencePage(doctors, {}, order, { first: 100 }).doctors.map(({ name }) => name)
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const [size, from] = direction === 'forwards' ? ['first', 'after'] : ['last', 'before']
        const { data } = await app.run(
          `query ($cursor: String) { doctors(${size}: 3, ${from}: $cursor) {
             edges { cursor node { id name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
          { cursor },
        )
        const { edges, pageInfo } = data.doctors
        const names = edges.map((edge: Json) => edge.node.name)
        if (direction === 'forwards') seen.push(...names)
        else seen.unshift(...names)
        const more = direction === 'forwards' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage
        cursor = more ? (direction === 'forwards' ? pageInfo.endCursor : pageInfo.startCursor) : null
        const edge = direction === 'forwards' ? edges.at(-1) : edges.at(0)
        await deleteDoctor(edge.node.id)
      } while (cursor !== null)
      assert.deepEqual(seen, expected)
      assert.ok(seen.length > 20, 'the walk is long enough to tell')
    }
  })
})

function expectedAnswer(
  page: ReturnType<typeof referencePage>,
  order: DoctorOrder,
  selections: string[],
): Json {
  const edges = page.doctors.map((doctor) => ({
    cursor: encodeCursor(order, positionOf(doctor, order)),
    node: { id: globalId('Doctor', doctor.id) },
  }))
  const whole: Json = {
    nodes: edges.map(({ node }) => node),
    edges,
    totalCount: page.totalCount,
    hasNextPage: page.hasNextPage,
    hasPreviousPage: page.hasPreviousPage,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  }
  const pick = (names: string[]) => Object.fromEntries(names.map((name) => [name, whole[name]]))
  const inPageInfo = selections.flatMap(
    (selection) => /pageInfo \{ (.*) \}/.exec(selection)?.[1]?.split(' ') ?? [],
  )
  return {
    ...pick(
      selections.map((selection) => selection.split(' ')[0] ?? '').filter((name) => name !== 'pageInfo'),
    ),
    ...(inPageInfo.length > 0 && { pageInfo: pick(inPageInfo) }),
  }
}

function placeOf(doctors: ReferenceDoctor[], order: DoctorOrder, { nth, name, id, made }: Json) {
  const doctor = doctors[nth % Math.max(1, doctors.length)]
  if (doctor && !made) return positionOf(doctor, order)
  return { key: order.field === 'NAME' ? name : new Date(Date.UTC(2020, 0, 1) + id), id }
}

function globalId(type: string, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64')
}

async function readSpecializationIds(): Promise<Map<string, string>> {
  const { data } = await app.run('{ specializations { id name } }')
  return new Map(data.specializations.map(({ id, name }: Json) => [name, id]))
}

async function deleteDoctor(id: string): Promise<void> {
  const number = Buffer.from(id, 'base64').toString().split(':')[1]
  await connected(app.databaseUrl, (client) => client.query('delete from doctor where id = $1', [number]))
}
