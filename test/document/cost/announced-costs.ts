import assert from 'node:assert/strict'
import { createRandom } from '../../../src/demo-data/random.ts'
import type { OperationCost } from '../../../src/document/cost/operation-cost.ts'
import { DEFAULT_DOCUMENT_LIMITS } from '../../../src/document/document-limits.ts'
import { createSchema } from '../../../src/schema/schema.ts'
import type { Json } from '../../support/app/json.ts'
import { fieldNameOf, randomOperation } from '../../support/app/random-operations.ts'
import { type Answer, createTestApp } from '../../support/app/test-app.ts'
import { SPECIALTIES } from '../../support/doctors/arbitrary-doctors.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { until } from '../../support/system/until.ts'

const RELATION_STATEMENTS = ['specializations_by_doctor', 'schedules_by_doctor']
/** GraphQL.js has a limit of its own on the depth of introspection, as a rule of validation. */
const REFUSALS = ['OPERATION_TOO_COSTLY', 'DOCUMENT_TOO_LARGE', 'GRAPHQL_VALIDATION_FAILED']
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

/**
 * Runs random operations, and compares what each announced with what it really read and sent: never more, and in the median
 * at most three times as much announced.
 */
export async function expectAnnouncedCosts(operations: number): Promise<void> {
  const schema = createSchema()
  const ratios: Record<keyof OperationCost, number[]> = { statements: [], rows: [], values: [], bytes: [] }
  let refused = 0
  for (let seed = 1; seed <= operations; seed += 1) {
    const { query, variables } = randomOperation(schema, seed)
    const answer = await app.run(query, variables, { 'x-cost': '1' })
    // An error that nulls its parent is answered while fields beside it still run.
    if (answer.errors.length > 0) await isOver()
    const says = (what: string) => `seed ${seed}, ${what}:\n${query}\n${JSON.stringify(variables)}`
    if (answer.data === undefined) {
      const code = answer.errors[0]?.extensions.code
      assert.ok(REFUSALS.includes(code ?? ''), says(JSON.stringify(answer.errors)))
      assert.deepEqual(answer.statements, [])
      refused += 1
      continue
    }
    const announced: OperationCost = answer.extensions.cost
    const real = realCost(answer, query)
    for (const figure of ['statements', 'rows', 'values', 'bytes'] as const) {
      assert.ok(
        real[figure] <= announced[figure],
        says(`${real[figure]} of ${announced[figure]} ${figure} (${answer.statements})`),
      )
      if (real[figure] > 0) ratios[figure].push(announced[figure] / real[figure])
    }
    assert.ok(answer.statements.length <= DEFAULT_DOCUMENT_LIMITS.statements)
    assert.ok(JSON.stringify(answer.data).length <= DEFAULT_DOCUMENT_LIMITS.responseBytes)
  }
  assert.ok(refused < operations / 10, `${refused} refused`)
  for (const [figure, all] of Object.entries(ratios)) {
    const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
    assert.ok(median <= 3, `median of announced ${figure} is ${median} times what came`)
  }
}

/** Waits until nothing of the operation before is running. */
async function isOver(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await until(async () => app.poolState().inUse === 0)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

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
