import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Json } from '../support/app/json.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'

const app = await createTestApp()
const schedules = [{ dayOfWeek: 7, startMinute: 1320, endMinute: 1800, isAvailable: true }]
const common = { createdAt: new Date(0), specialties: ['Mata', 'Anak'], schedules }
await insertDoctors(app.databaseUrl, [
  { id: 1, name: 'dr. Active', isActive: true, ...common },
  { id: 2, name: 'dr. Inactive', isActive: false, ...common },
])

const id = (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64')

describe('what is not public', () => {
  it('an inactive doctor is not returned by any field', async () => {
    const { data, errors } = await app.run(
      `query ($active: ID!, $inactive: ID!) {
        doctors { totalCount nodes { name } }
        doctor(id: $inactive) { name }
        node(id: $inactive) { id }
        nodes(ids: [$inactive, $active]) { id }
      }`,
      { active: id('Doctor', 1), inactive: id('Doctor', 2) },
    )
    assert.deepEqual(errors, [])
    assert.deepEqual(data, {
      doctors: { totalCount: 1, nodes: [{ name: 'dr. Active' }] },
      doctor: null,
      node: null,
      nodes: [null, { id: id('Doctor', 1) }],
    })
  })

  it('the schedules of an inactive doctor are not returned by id', async () => {
    const ids = [id('PracticeSchedule', 1), id('PracticeSchedule', 2), id('PracticeSchedule', 3)]
    const { data } = await app.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    assert.deepEqual(data.nodes, [{ id: ids[0] }, null, null])
  })

  it('every node can be fetched again by its id, with the same type', async () => {
    const fields = `__typename id
      ... on Doctor { name specializations { name } schedules { startTime } }
      ... on Specialization { name }
      ... on PracticeSchedule { dayOfWeek startTime endTime endsNextDay isAvailable }`
    const { data } = await app.run(
      `{ doctors { nodes { ${fields} all: specializations { ${fields} } hours: schedules { ${fields} } } } }`.replaceAll(
        /\.\.\. on \w+ \{([^{}]*(\{[^{}]*\}[^{}]*)*)\}/g,
        '',
      ),
    )
    const found: Json[] = data.doctors.nodes.flatMap(({ all, hours, ...doctor }: Json) => [
      doctor,
      ...all,
      ...hours,
    ])
    for (const { id, __typename } of found) {
      const { data, errors } = await app.run(`query ($id: ID!) { node(id: $id) { ${fields} } }`, { id })
      assert.deepEqual(errors, [])
      assert.equal(data.node.__typename, __typename)
      assert.equal(data.node.id, id)
    }
    assert.deepEqual(found.map(({ __typename }) => __typename).toSorted(), [
      'Doctor',
      'PracticeSchedule',
      'Specialization',
      'Specialization',
    ])
  })

  it('hours past midnight end on the next day, and specializations are ordered by name', async () => {
    const { data } = await app.run(
      '{ doctors { nodes { specializations { name } schedules { dayOfWeek startTime endTime endsNextDay } } } }',
    )
    assert.deepEqual(data.doctors.nodes[0], {
      specializations: [{ name: 'Anak' }, { name: 'Mata' }],
      schedules: [{ dayOfWeek: 'SUNDAY', startTime: '22:00', endTime: '06:00', endsNextDay: true }],
    })
  })
})
