import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createTestApp } from '../../../support/app/test-app.ts'
import { anyDoctors } from '../../../support/doctors/arbitrary-doctors.ts'
import { insertDoctors } from '../../../support/doctors/insert-doctors.ts'

const app = await createTestApp()
await insertDoctors(app.databaseUrl, fc.sample(anyDoctors({ fewest: 40 }), { numRuns: 1, seed: 4 })[0] ?? [])

const OPERATION = `query ($first: Int = 7, $filter: DoctorFilter, $orderBy: DoctorOrder) {
  doctors(first: $first, filter: $filter, orderBy: $orderBy) { totalCount edges { cursor node { name } } }
}`
const SELECTION = '{ totalCount edges { cursor node { name } } }'
const mataId = btoa('Specialization:5')

describe('a variable has the effect of the same literal', () => {
  for (const [variables, args] of [
    [{}, 'first: 7'],
    [{ first: null }, 'first: null'],
    [{ filter: null, orderBy: null }, 'first: 7'],
    [{ orderBy: {} }, 'first: 7, orderBy: {}'],
    [{ orderBy: { direction: 'DESC' } }, 'first: 7, orderBy: { direction: DESC }'],
    [{ orderBy: { field: 'CREATED_AT' } }, 'first: 7, orderBy: { field: CREATED_AT }'],
    [{ filter: { availability: {} } }, 'first: 7, filter: { availability: {} }'],
    [
      { filter: { availability: { dayOfWeek: 'MONDAY', from: '08:00' } } },
      'first: 7, filter: { availability: { dayOfWeek: MONDAY, from: "08:00" } }',
    ],
    [
      { filter: { availability: { from: '23:30', to: '00:30', match: 'COVERS' } } },
      'first: 7, filter: { availability: { from: "23:30", to: "00:30", match: COVERS } }',
    ],
    [{ filter: { specializationIds: mataId } }, `first: 7, filter: { specializationIds: "${mataId}" }`],
    [{ filter: { specializationIds: [mataId] } }, `first: 7, filter: { specializationIds: ["${mataId}"] }`],
    [{ filter: { name: null, specialty: 'anak' } }, 'first: 7, filter: { name: null, specialty: "anak" }'],
  ] as const) {
    it(JSON.stringify(variables), async () => {
      const byVariables = await app.run(OPERATION, variables)
      const byLiterals = await app.run(`{ doctors(${args}) ${SELECTION} }`)
      assert.deepEqual(byVariables.errors, [])
      assert.deepEqual(byVariables.data, byLiterals.data)
    })
  }
})
