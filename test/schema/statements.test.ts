import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../support/app/test-app.ts'

const PAGE = 'doctors_page'
const RELATIONS = ['specializations_by_doctor', 'schedules_by_doctor']

const app = await createTestApp()
await replaceDemoData({ url: app.databaseUrl, doctors: 300 })

describe('statements that an operation sends', () => {
  const sends = async (operation: string, ...expected: string[]) => {
    const { statements, errors } = await app.run(operation)
    assert.deepEqual(errors, [])
    assert.deepEqual(statements.toSorted(), expected.toSorted())
  }

  for (const first of [1, 10, 100]) {
    it(`a full page of ${first}: one for the page with its total, one for each relation`, () =>
      sends(
        `{ doctors(first: ${first}) { totalCount nodes { name specializations { name } schedules { startTime } } } }`,
        PAGE,
        ...RELATIONS,
      ))
  }

  it('all fields of the connection: one', () =>
    sends(
      `{ doctors(offset: 3) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
      } }`,
      PAGE,
    ))

  it('only the total: one', () => sends('{ doctors { totalCount } }', PAGE))
  it('only __typename: none', () => sends('{ doctors { __typename } }'))
  it('an empty page (first: 0): none', () => sends('{ doctors(first: 0) { nodes { name } } }'))
  it('hasPreviousPage of the first page: none', () => sends('{ doctors { pageInfo { hasPreviousPage } } }'))

  it('two pages in one operation: at most six, and a doctor on both is loaded once', async () => {
    const full = '{ totalCount nodes { name specializations { name } schedules { startTime } } }'
    const { statements, data } = await app.run(
      `{ a: doctors(first: 20) ${full} b: doctors(first: 20) ${full} }`,
    )
    assert.deepEqual(data.a, data.b)
    assert.ok(statements.length <= 6, statements.join())
    assert.equal(statements.filter((name) => name === PAGE).length, 2)
  })

  it('a doctor by id with both relations: three', () =>
    sends(
      '{ doctor(id: "RG9jdG9yOjE=") { name specializations { name } schedules { startTime } } }',
      'doctors_by_id',
      ...RELATIONS,
    ))

  it('a node by id: one', () => sends('{ node(id: "UHJhY3RpY2VTY2hlZHVsZTox") { id } }', 'schedules_by_id'))
  it('nodes by id: one for each type', async () => {
    const idsOf = (type: string) => Array.from({ length: 30 }, (_, index) => btoa(`${type}:${index + 1}`))
    const ids = JSON.stringify([...idsOf('Doctor'), ...idsOf('PracticeSchedule'), ...idsOf('Specialization')])
    await sends(
      `{ nodes(ids: ${ids}) { id ... on Doctor { name } } }`,
      'doctors_by_id',
      'schedules_by_id',
      'specializations_by_id',
    )
  })

  it('all specializations: one', () => sends('{ specializations { id name } }', 'specializations'))
  it('introspection: none', () => sends('{ __schema { types { name } } }'))
})
