import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../support/test-app.ts'

const PAGE = 'doctors_page'
const RELATIONS = ['specializations_by_doctor', 'schedules_by_doctor']

const app = await createTestApp()
await replaceDemoData({ url: app.databaseUrl, doctors: 300 })

describe('an operation sends these statements and no others', () => {
  const sends = async (operation: string, ...expected: string[]) => {
    const { statements, errors } = await app.run(operation)
    assert.deepEqual(errors, [])
    assert.deepEqual(statements.toSorted(), expected.toSorted())
  }

  for (const first of [1, 10, 100]) {
    it(`the full page of ${first}: the page with its total, and one for each relation`, () =>
      sends(
        `{ doctors(first: ${first}) { totalCount nodes { name specializations { name } schedules { startTime } } } }`,
        PAGE,
        ...RELATIONS,
      ))
  }

  it('every field of the connection at once: still one for the page', () =>
    sends(
      `{ doctors(offset: 3) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
      } }`,
      PAGE,
    ))

  it('the total alone: one', () => sends('{ doctors { totalCount } }', PAGE))
  it('nothing of the page but its type: none', () => sends('{ doctors { __typename } }'))
  it('a page of none: none', () => sends('{ doctors(first: 0) { nodes { name } } }'))
  it('the first page knows that nothing comes before it: none', () =>
    sends('{ doctors { pageInfo { hasPreviousPage } } }'))

  it('two pages side by side: at most six, and a doctor on both is loaded once', async () => {
    const full = '{ totalCount nodes { name specializations { name } schedules { startTime } } }'
    const { statements, data } = await app.run(
      `{ a: doctors(first: 20) ${full} b: doctors(first: 20) ${full} }`,
    )
    assert.deepEqual(data.a, data.b)
    assert.ok(statements.length <= 6, statements.join())
    assert.equal(statements.filter((name) => name === PAGE).length, 2)
  })

  it('one doctor by id, and what hangs on them', () =>
    sends(
      '{ doctor(id: "RG9jdG9yOjE=") { name specializations { name } schedules { startTime } } }',
      'prisma',
      ...RELATIONS,
    ))

  it('any node by id', () => sends('{ node(id: "UHJhY3RpY2VTY2hlZHVsZTox") { id } }', 'prisma'))
  it('any number of nodes: one for each of their types', async () => {
    const idsOf = (type: string) => Array.from({ length: 30 }, (_, index) => btoa(`${type}:${index + 1}`))
    const ids = JSON.stringify([...idsOf('Doctor'), ...idsOf('PracticeSchedule'), ...idsOf('Specialization')])
    await sends(`{ nodes(ids: ${ids}) { id ... on Doctor { name } } }`, 'prisma', 'prisma', 'prisma')
  })

  it('all specializations', () => sends('{ specializations { id name } }', 'prisma'))
  it('introspection: none', () => sends('{ __schema { types { name } } }'))
})
