import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encodeCursor } from '../../src/directory/page/plan/cursor.ts'
import { createTestApp } from '../support/app/test-app.ts'

const app = await createTestApp()

const named = { key: 'dr. Ayu Lestari', id: 1 }
const cursor = encodeCursor({ field: 'NAME', direction: 'ASC' }, named)
const newest = encodeCursor({ field: 'CREATED_AT', direction: 'DESC' }, { key: new Date(0), id: 1 })
const backwards = encodeCursor({ field: 'NAME', direction: 'DESC' }, named)
const edited = Buffer.from(
  Buffer.from(cursor, 'base64url').toString('latin1').replace('Ayu', 'Ayi'),
  'latin1',
)
const doctorId = Buffer.from('Doctor:1').toString('base64')

/** Arguments of `doctors`, and what the message has to say. */
const REFUSED: [args: string, says: RegExp][] = [
  ['first: 101', /Expected `first` to be between 0 and 100, got 101\./],
  ['first: -1', /Expected `first` to be between 0 and 100, got -1\./],
  ['last: 101', /Expected `last` to be between 0 and 100, got 101\./],
  ['offset: -1', /Expected `offset` to be between 0 and 10000 \(cursors reach every page: .*\), got -1\./],
  ['offset: 10001', /Expected `offset` to be between 0 and 10000 \(cursors .*\), got 10001\./],
  ['offset: 1, last: 2', /Expected `offset` without `last`/],
  [`offset: 1, after: "${cursor}"`, /Expected `offset` without `after`/],
  [`offset: 0, before: "${cursor}"`, /Expected `offset` without `before`/],
  ['after: "nonsense"', /Expected `after` to be a cursor that this API returned, got "nonsense"\./],
  ['after: ""', /Expected `after` to be a cursor/],
  [`before: "${cursor.slice(0, -1)}"`, /Expected `before` to be a cursor/],
  [`before: "${cursor}="`, /Expected `before` to be a cursor/],
  [`after: "${edited.toString('base64url')}"`, /Expected `after` to be a cursor/],
  [`after: "${newest}"`, /cursor of the order NAME ASC, got one of the order CREATED_AT DESC\./],
  [`after: "${backwards}"`, /cursor of the order NAME ASC, got one of the order NAME DESC\./],
  [`filter: { name: "${'x'.repeat(101)}" }`, /`filter\.name` of at most 100 characters/],
  ['filter: { name: "a\\u0000b" }', /`filter\.name` without a NUL character/],
  ['filter: { specializationIds: ["5"] }', /Expected an id that this API returned, got "5"/],
  [
    `filter: { specializationIds: ["${doctorId}"] }`,
    /Expected the id of a Specialization, got the id of a Doctor/,
  ],
  ['filter: { availability: { from: "24:00" } }', /"HH:MM" from 00:00 to 23:59, got "24:00"/],
  ['filter: { availability: { to: "9:00" } }', /"HH:MM" from 00:00 to 23:59, got "9:00"/],
  ['filter: { availability: { to: 900 } }', /"HH:MM" from 00:00 to 23:59, got 900\./],
  ['filter: { availability: { to: { hour: 9 } } }', /23:59, got \{"hour":9\}\./],
  ['filter: { availability: { from: "08:00", to: "08:00" } }', /`from` and `to` to differ/],
  ['filter: { availability: { to: "00:00" } }', /`from` and `to` to differ/],
]

describe('bad input is refused as BAD_USER_INPUT, says what was expected and where, and sends no statement', () => {
  for (const [args, says] of REFUSED) {
    it(`doctors(${args.length > 60 ? `${args.slice(0, 60)}…` : args})`, async () => {
      await refuses(`{ doctors(${args}) { totalCount } }`, {}, says)
    })
  }

  it('refuses invalid ids and ids of other types', async () => {
    const anId = /Expected an id that this API returned/
    for (const id of [
      '',
      '1',
      'Doctor:1',
      encoded('Doctor:-0'),
      encoded('Doctor:1.5'),
      encoded('Doctor:2147483648'),
      encoded('Doctor:-2147483649'),
    ]) {
      await refuses('query ($id: ID!) { node(id: $id) { id } }', { id }, anId)
      await refuses('query ($id: ID!) { doctor(id: $id) { id } }', { id }, anId)
    }
    await refuses('query ($id: ID!) { node(id: $id) { id } }', { id: encoded('Query:1') }, anId)
    await refuses('query ($id: ID!) { nodes(ids: [$id]) { id } }', { id: encoded('Doctor:01') }, anId)
    await refuses(
      'query ($id: ID!) { doctor(id: $id) { id } }',
      { id: encoded('Specialization:1') },
      /id of a Doctor/,
    )
  })

  it('refuses more ids than the maximum', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => encoded(`Specialization:${index + 1}`))
    await refuses('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, /`ids` of at most 100/)
    await refuses(
      'query ($ids: [ID!]) { doctors(filter: { specializationIds: $ids }) { totalCount } }',
      { ids },
      /`filter\.specializationIds` of at most 100 ids, got 101/,
    )
  })

  it('refuses variables of the wrong type and names what is wrong', async () => {
    const byFilter = 'query ($filter: DoctorFilter) { doctors(filter: $filter) { totalCount } }'
    await refuses(
      byFilter,
      { filter: { specialty: '\uD800' } },
      /`filter\.specialty` to be well-formed Unicode/,
    )
    await refuses(
      byFilter,
      { filter: { availability: { from: '8.30' } } },
      /filter\.availability\.from.*HH:MM/,
    )
    await refuses(byFilter, { filter: { availability: { dayOfWeek: 'SENIN' } } }, /"SENIN".*DayOfWeek/)
    await refuses(
      'query ($n: Int) { doctors(first: $n) { totalCount } }',
      { n: 'ten' },
      /\$n.*Int cannot represent/,
    )
    await refuses('query ($n: Int!) { doctors(first: $n) { totalCount } }', {}, /\$n/)
  })
})

describe('valid input at the limits is answered', () => {
  for (const args of [
    'first: 0',
    'first: 100, last: 100',
    'first: null, last: null, after: null, before: null, offset: null, filter: null, orderBy: null',
    'offset: 10000',
    `filter: { name: "  ${'é'.repeat(100)}  ", specialty: "", specializationIds: [] }`,
    'filter: { availability: {} }',
    'filter: { availability: { from: "23:59", to: "00:00" } }',
  ]) {
    it(`doctors(${args.slice(0, 60)})`, async () => {
      assert.deepEqual((await app.run(`{ doctors(${args}) { totalCount nodes { id } } }`)).errors, [])
    })
  }
})

function encoded(text: string): string {
  return Buffer.from(text).toString('base64')
}

async function refuses(operation: string, variables: Record<string, unknown>, says: RegExp): Promise<void> {
  const { errors, statements } = await app.run(operation, variables)
  assert.equal(errors.length, 1)
  assert.match(errors[0]?.message ?? '', says)
  assert.equal(errors[0]?.extensions.code, 'BAD_USER_INPUT')
  assert.equal(errors[0]?.locations?.length, 1)
  assert.deepEqual(statements, [])
}
