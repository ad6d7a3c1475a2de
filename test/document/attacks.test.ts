import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { insertDoctors } from '../support/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/numbered-doctors.ts'
import { createTestApp } from '../support/test-app.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ')

/** Fragments that each use the next one twice: 2 to the power of `levels` paths. */
const bomb = (levels: number) =>
  `{ __type(name: "Query") { ...F0 } } ${times(
    levels,
    (level) =>
      `fragment F${level} on __Type { a: ofType { ...F${level + 1} } b: ofType { ...F${level + 1} } }`,
  )} fragment F${levels} on __Type { name }`

const flatBomb = (levels: number) =>
  `{ ...F0 } ${times(
    levels,
    (level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
  )} fragment F${levels} on Query { __typename }`

const nested = (levels: number) =>
  `{ __schema { types { ${'ofType { '.repeat(levels)} name ${'} '.repeat(levels)} } } }`

const DOCTOR_IDS = JSON.stringify(Array.from({ length: 100 }, (_, index) => btoa(`Doctor:${index + 1}`)))

const ATTACKS: readonly [title: string, query: string, code: string, says: RegExp][] = [
  ['a fragment bomb of 18 levels', bomb(18), 'DOCUMENT_TOO_LARGE', /levels of selections, got 39/],
  ['a fragment bomb of 12 levels', bomb(12), 'DOCUMENT_TOO_LARGE', /of at most 100 aliases, got 8190/],
  ['a fragment bomb of 60 levels', bomb(60), 'DOCUMENT_TOO_LARGE', /levels of selections/],
  [
    'a fragment bomb of 18 levels without fields',
    flatBomb(18),
    'DOCUMENT_TOO_LARGE',
    /of at most 20 root fields, got 262144/,
  ],
  [
    'a fragment bomb of 28 levels without fields',
    flatBomb(28),
    'DOCUMENT_TOO_LARGE',
    /root fields|selections/,
  ],
  [
    '300 aliases of pages',
    `{ ${times(300, (n) => `a${n}: doctors { totalCount }`)} }`,
    'DOCUMENT_TOO_LARGE',
    /of at most 100 aliases, got 300/,
  ],
  [
    '300 aliases of __typename',
    `{ ${times(300, (n) => `a${n}: __typename`)} }`,
    'DOCUMENT_TOO_LARGE',
    /aliases, got 300/,
  ],
  [
    '21 root fields',
    `{ ${times(21, (n) => `a${n}: __typename`)} }`,
    'DOCUMENT_TOO_LARGE',
    /of at most 20 root fields, got 21/,
  ],
  [
    '13 pages',
    `{ ${times(13, (n) => `a${n}: doctors { totalCount }`)} }`,
    'OPERATION_TOO_COSTLY',
    /of at most 12 statements, got 13/,
  ],
  [
    '10 pages of 100',
    `{ ${times(10, (n) => `a${n}: doctors(first: 100) { nodes { id } }`)} }`,
    'OPERATION_TOO_COSTLY',
    /of at most 1000 rows, got 1010/,
  ],
  [
    '53 kB of aliases on nodes and names',
    `{ nodes(ids: ${DOCTOR_IDS}) { ... on Doctor { ${times(3500, (n) => `alias${n}: name`)} } } }`,
    'DOCUMENT_TOO_LARGE',
    /tokens/,
  ],
  [
    '50 kB of the alias of one name',
    `{ nodes(ids: ${DOCTOR_IDS}) { ... on Doctor { ${'x'.repeat(50_000)}: name } } }`,
    'RESULT_TOO_LARGE',
    /of at most 2000000 bytes/,
  ],
  [
    '90 aliases of a name on 300 nodes',
    `{ ${times(3, (n) => `a${n}: nodes(ids: ${DOCTOR_IDS}) { ...N }`)} } fragment N on Doctor { ${times(90, (n) => `b${n}: name`)} }`,
    'DOCUMENT_TOO_LARGE',
    /comparisons|aliases/,
  ],
  ['2,000 nested selections', nested(2000), 'DOCUMENT_TOO_LARGE', /of at most 50 nested brackets/],
  ['100,000 brackets', '['.repeat(90_000), 'DOCUMENT_TOO_LARGE', /nested brackets/],
  ['45 nested selections', nested(45), 'DOCUMENT_TOO_LARGE', /of at most 30 levels of selections/],
  [
    '2,000 nested lists in an argument',
    `{ nodes(ids: ${'['.repeat(2000)}${']'.repeat(2000)}) { id } }`,
    'DOCUMENT_TOO_LARGE',
    /nested brackets/,
  ],
  [
    'introspection that leads back to itself',
    `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`,
    'GRAPHQL_VALIDATION_FAILED',
    /Maximum introspection depth exceeded/,
  ],
  [
    'fields that all have to be compared',
    `{ doctors { ${'nodes { id } '.repeat(400)} } }`,
    'DOCUMENT_TOO_LARGE',
    /of at most 10000 comparisons/,
  ],
  [
    'many fragments that have to be compared',
    `{ ${times(150, (n) => `...F${n}`)} } ${times(150, (n) => `fragment F${n} on Query { a${n % 9}: __typename }`)}`,
    'DOCUMENT_TOO_LARGE',
    /aliases|comparisons|root fields/,
  ],
  [
    'a flood of directives',
    `{ __typename ${'@include(if: true) '.repeat(120)} }`,
    'DOCUMENT_TOO_LARGE',
    /of at most 100 directives, got 120/,
  ],
  [
    'a flood of unknown directives',
    `{ __typename ${'@a '.repeat(900)} }`,
    'DOCUMENT_TOO_LARGE',
    /directives/,
  ],
  [
    'a literal of 10,000 ids',
    `{ nodes(ids: [${'"a" '.repeat(10_000)}]) { id } }`,
    'DOCUMENT_TOO_LARGE',
    /tokens/,
  ],
  ['1,000 operations', times(1000, (n) => `query A${n} { __typename }`), 'DOCUMENT_TOO_LARGE', /tokens/],
  [
    'a cycle of fragments',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
    /Cannot spread fragment "A" within itself/,
  ],
  [
    'a fragment that spreads itself',
    '{ ...A } fragment A on Query { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
    /within itself/,
  ],
  ['a mutation', 'mutation { x }', 'UNSUPPORTED_OPERATION', /Expected a query, got a mutation/],
  ['a subscription', 'subscription { x }', 'UNSUPPORTED_OPERATION', /Expected a query, got a subscription/],
  ['what is no document', '{ doctors(', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ['an empty selection', '{ doctors { } }', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ['an unknown field', '{ patients { name } }', 'GRAPHQL_VALIDATION_FAILED', /Cannot query field/],
]

describe('refused with a code, a status of 400 and no statement', () => {
  for (const [title, query, code, says] of ATTACKS) {
    it(title, async () => {
      const { errors, data, statements, status } = await app.run(
        query,
        {},
        { accept: 'application/graphql-response+json' },
      )
      assert.equal(data, undefined)
      assert.equal(errors[0]?.extensions.code, code, errors[0]?.message)
      assert.match(errors[0]?.message ?? '', says)
      assert.ok(errors.length <= 21)
      assert.deepEqual(statements, [])
      assert.equal(status, 400)
    })
  }

  it('huge variables: more ids than a look-up takes', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => btoa(`Doctor:${index}`))
    const { errors, statements } = await app.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    assert.equal(errors[0]?.extensions.code, 'BAD_USER_INPUT')
    assert.deepEqual(statements, [])
  })

  it('none of it is logged as a failure of the server', () => {
    assert.deepEqual(
      app.logged.filter(({ level }) => level >= 50),
      [],
    )
  })
})
