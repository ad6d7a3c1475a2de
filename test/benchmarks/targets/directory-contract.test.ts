import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { directoryOf } from '../../../benchmarks/targets/variants/directory-of.ts'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { createTestApp, type TestApp } from '../../support/app/test-app.ts'

/** Every implementation of the port, on the same data. `pagination.test.ts` checks production against the specification. */
const production = await createTestApp()
const { databaseUrl } = production
await replaceDemoData({ url: databaseUrl, doctors: 150 })

const variants = new Map<string, TestApp>()
for (const [name, createDirectory] of Object.entries(directoryOf)) {
  variants.set(name, await createTestApp({ databaseUrl, createDirectory }))
}

const OPERATION = `query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int,
    $filter: DoctorFilter, $orderBy: DoctorOrder) {
  doctors(first: $first, after: $after, last: $last, before: $before, offset: $offset,
      filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id name
      specializations { id name }
      schedules { id dayOfWeek startTime endTime endsNextDay isAvailable } } }
  }
}`

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const anySize = fc.constantFrom(0, 1, 3, 10, 100)
const anyOrder = fc.record({
  field: fc.constantFrom('NAME', 'CREATED_AT'),
  direction: fc.constantFrom('ASC', 'DESC'),
})
const anyFilter = fc.record({
  name: maybe(fc.constantFrom('ar', 'SA', '%', 'é', 'nobody')),
  specialty: maybe(fc.constantFrom('anak', 'bedah')),
  availability: maybe(
    fc.constantFrom({}, { dayOfWeek: 'MONDAY', from: '09:00' }, { from: '22:00', to: '02:00' }),
  ),
})

describe('every variant of the directory answers byte for byte as production does', () => {
  it('in 200 random cases, also with cursors of another variant', async () => {
    let cursor: string | undefined
    let cursorOrder = ''
    await fc.assert(
      fc.asyncProperty(
        anyOrder,
        anyFilter,
        fc.record({
          first: maybe(anySize),
          last: maybe(anySize),
          offset: maybe(fc.constantFrom(0, 7, 1000)),
        }),
        fc.constantFrom('after', 'before', 'none'),
        async (orderBy, filter, { first, last, offset }, from) => {
          const isSameOrder = JSON.stringify(orderBy) === cursorOrder
          const variables = {
            first,
            orderBy,
            filter,
            ...(from !== 'none' && cursor && isSameOrder ? { [from]: cursor, last } : { offset }),
          }
          const answers = await Promise.all(
            [production, ...variants.values()].map((app) => bodyOf(app, variables)),
          )
          for (const answer of answers) assert.equal(answer, answers[0])
          assert.doesNotMatch(answers[0] ?? '', /"errors"/)
          const { edges } = JSON.parse(answers[0] ?? '').data.doctors
          if (edges.length > 0) [cursor, cursorOrder] = [edges.at(-1).cursor, JSON.stringify(orderBy)]
        },
      ),
      { numRuns: 200, seed: 6 },
    )
  })

  it('for look-ups by id and for the list of specializations', async () => {
    const idsOf = (type: string) => [1, 2, 3, 140, 9999].map((id) => btoa(`${type}:${id}`))
    const ids = ['Doctor', 'Specialization', 'PracticeSchedule'].flatMap(idsOf)
    const operation = `query ($ids: [ID!]!, $id: ID!) {
      specializations { id name }
      doctor(id: $id) { name specializations { name } schedules { startTime } }
      node(id: $id) { id }
      nodes(ids: $ids) { id ... on Doctor { name schedules { id } } ... on PracticeSchedule { endTime } }
    }`
    const variables = { ids, id: ids[0] }
    const answers = await Promise.all(
      [production, ...variants.values()].map((app) => bodyOf(app, variables, operation)),
    )
    for (const answer of answers) assert.equal(answer, answers[0])
    assert.doesNotMatch(answers[0] ?? '', /"errors"/)
  })

  it('for errors too', async () => {
    for (const variables of [{ first: 101 }, { after: 'nonsense' }, { offset: 1, last: 1 }]) {
      const answers = await Promise.all(
        [production, ...variants.values()].map((app) => bodyOf(app, variables)),
      )
      for (const answer of answers) assert.equal(answer, answers[0])
      assert.match(answers[0] ?? '', /BAD_USER_INPUT/)
    }
  })
})

describe('the variants differ in the statements of a full page of 10', () => {
  const RELATIONS = ['schedules_by_doctor', 'specializations_by_doctor']
  for (const [name, expected] of [
    ['production', ['doctors_page', ...RELATIONS]],
    ['count-statement', ['doctors_count', 'doctors_page', ...RELATIONS]],
    [
      'n-plus-one',
      [
        'doctors_count',
        'doctors_page',
        ...Array(10).fill('schedules_of_one'),
        ...Array(10).fill('specializations_of_one'),
      ],
    ],
  ] as const) {
    it(`${name}: ${expected.length}`, async () => {
      const { statements } = (await variants.get(name)?.run(OPERATION, { first: 10 })) ?? { statements: [] }
      assert.deepEqual(statements.toSorted(), expected)
    })
  }
})

async function bodyOf(app: TestApp, variables: Record<string, unknown>, query = OPERATION): Promise<string> {
  const response = await app.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return response.text()
}
