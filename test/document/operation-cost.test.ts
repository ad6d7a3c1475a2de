import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRandom } from '../../src/demo-data/random.ts'
import { DEFAULT_DOCUMENT_LIMITS } from '../../src/document/document-limits.ts'
import type { OperationCost } from '../../src/document/operation-cost.ts'
import { createSchema } from '../../src/schema/schema.ts'
import { SPECIALTIES } from '../support/arbitrary-doctors.ts'
import { insertDoctors } from '../support/insert-doctors.ts'
import type { Json } from '../support/json.ts'
import { fieldNameOf, randomOperation } from '../support/random-operations.ts'
import { type Answer, createTestApp } from '../support/test-app.ts'

const OPERATIONS = 5000
const RELATION_STATEMENTS = ['specializations_by_doctor', 'schedules_by_doctor']
const RELATIONS = ['specializations', 'schedules']

const app = await createTestApp()
const random = createRandom(1)
await insertDoctors(
  app.databaseUrl,
  Array.from({ length: 40 }, (_, index) => ({
    id: index + 1,
    name: `dr. Ayu ${index}`,
    isActive: random.chance(0.9),
    createdAt: new Date(Date.UTC(2020, 0, 1) + index),
    specialties: random.sample(SPECIALTIES, random.integer(0, 3)),
    schedules: Array.from({ length: random.integer(0, 3) }, () => {
      const startMinute = random.integer(0, 1000)
      return { dayOfWeek: random.integer(1, 7), startMinute, endMinute: startMinute + 60, isAvailable: true }
    }),
  })),
)

describe('the static cost of an operation', () => {
  it(`is never exceeded, and close, in ${OPERATIONS} random operations`, async () => {
    const schema = createSchema()
    const ratios: Record<keyof OperationCost, number[]> = { statements: [], rows: [], values: [], bytes: [] }
    let refused = 0
    for (let seed = 1; seed <= OPERATIONS; seed += 1) {
      const { query, variables } = randomOperation(schema, seed)
      const answer = await app.run(query, variables, { 'x-cost': '1' })
      const says = (what: string) => `seed ${seed}, ${what}:\n${query}\n${JSON.stringify(variables)}`
      if (answer.data === undefined) {
        const code = answer.errors[0]?.extensions.code
        assert.ok(
          code === 'OPERATION_TOO_COSTLY' || code === 'DOCUMENT_TOO_LARGE',
          says(JSON.stringify(answer.errors)),
        )
        assert.deepEqual(answer.statements, [])
        refused += 1
        continue
      }
      const announced: OperationCost = answer.extensions.cost
      const real = realCost(answer, query)
      for (const figure of ['statements', 'rows', 'values', 'bytes'] as const) {
        assert.ok(
          real[figure] <= announced[figure],
          says(`${real[figure]} of ${announced[figure]} ${figure}`),
        )
        if (real[figure] > 0) ratios[figure].push(announced[figure] / real[figure])
      }
      assert.ok(answer.statements.length <= DEFAULT_DOCUMENT_LIMITS.statements)
      assert.ok(JSON.stringify(answer.data).length <= DEFAULT_DOCUMENT_LIMITS.responseBytes)
    }
    assert.ok(refused < OPERATIONS / 10, `${refused} refused`)
    for (const [figure, all] of Object.entries(ratios)) {
      const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
      assert.ok(median <= 3, `median of announced ${figure} is ${median} times what came`)
    }
  })
})

/** What an answer really cost, counted as the announcement says. */
function realCost({ data, statements, rows }: Answer, query: string): OperationCost {
  const lists = Object.keys(data ?? {}).filter((key) => fieldNameOf(key) === 'specializations').length
  const unbounded = lists * SPECIALTIES.length
  const counted = rows.filter((_, index) => !RELATION_STATEMENTS.includes(statements[index] ?? ''))
  const read = counted.reduce((sum, count) => sum + count, 0) - unbounded
  const { values, bytes } = sizeOf(data)
  assert.ok(read >= 0, query)
  return { statements: statements.length, rows: read, values, bytes }
}

function sizeOf(value: Json): { values: number; bytes: number } {
  if (value === null || typeof value !== 'object') return { values: 1, bytes: 0 }
  const total = { values: 0, bytes: 2 }
  for (const [key, below] of Object.entries(value)) {
    const isRelation = RELATIONS.includes(fieldNameOf(key)) && Array.isArray(below)
    const size = isRelation ? { values: 1, bytes: 2 } : sizeOf(below)
    total.values += size.values
    total.bytes += size.bytes + (Array.isArray(value) ? 0 : key.length + 3)
  }
  return total
}
