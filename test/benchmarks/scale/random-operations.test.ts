import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { randomOperation } from '../../../benchmarks/scale/random-operations.ts'
import { createRandom } from '../../../src/demo-data/random.ts'
import { createTestApp } from '../../support/app/test-app.ts'

const app = await createTestApp()

/** Numbers from 0 up to 1. */
function numbers(seed: number): () => number {
  const random = createRandom(seed)
  return () => random.integer(0, 999_999) / 1_000_000
}

describe('randomOperation', () => {
  it('is the same for the same numbers, and another for others', () => {
    const bodyOf = (seed: number) => randomOperation(numbers(seed), () => undefined).body
    assert.equal(bodyOf(1), bodyOf(1))
    assert.notEqual(bodyOf(1), bodyOf(2))
  })

  it('is valid: 100 of them are answered without errors', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const { query, variables } = JSON.parse(randomOperation(numbers(seed), () => undefined).body)
      const { errors } = await app.run(query, variables)
      assert.deepEqual(errors, [], JSON.stringify(variables))
    }
  })
})
