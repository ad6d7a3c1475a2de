import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type Contender, startContender } from '../../../benchmarks/targets/contenders/contender.ts'
import {
  articleContenders,
  FLOOR,
  PIPELINED_FLOOR,
  THIS_SERVER,
} from '../../../benchmarks/targets/contenders/contenders.ts'
import { ARTICLE_PACKAGES, findPython } from '../../../benchmarks/targets/contenders/find-python.ts'
import { EXECUTED } from '../../../benchmarks/targets/contenders/operations.ts'
import { sendRepeatedly } from '../../../benchmarks/workload/send-repeatedly.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../../support/doctors/numbered-doctors.ts'

const databaseUrl = await createTestDatabase()
await insertDoctors(databaseUrl, NUMBERED_DOCTORS)

async function valuesOf(contender: Contender, { signal }: TestContext): Promise<unknown[]> {
  const running = await startContender(contender, { databaseUrl })
  try {
    const values: unknown[] = []
    for (const operation of EXECUTED) {
      const { path, bodyOf } = contender.requestsOf(operation)
      const url = new URL(path, running.url)
      const text = await sendRepeatedly({ url, bodyOf, count: 1, connections: 1, signal })
      values.push(contender.valuesOf(operation, JSON.parse(text)))
    }
    return values
  } finally {
    await running.stop()
  }
}

describe('what is compared with the floor', () => {
  it('answers the same values: this server, and the floor that sends its relations in one write', async (t) => {
    const expected = await valuesOf(FLOOR, t)
    assert.deepEqual(await valuesOf(THIS_SERVER, t), expected)
    assert.deepEqual(await valuesOf(PIPELINED_FLOOR, t), expected)
  })

  it("answers the same values: the article's stack", async (t) => {
    const python = await findPython()
    if (python === undefined) return t.skip(`needs ${ARTICLE_PACKAGES.join(', ')}`)
    const expected = await valuesOf(FLOOR, t)
    for (const contender of articleContenders(python))
      assert.deepEqual(await valuesOf(contender, t), expected)
  })
})
