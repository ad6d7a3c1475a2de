import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sendDistinctOperations } from '../support/distinct-operations.ts'
import { insertDoctors } from '../support/insert-doctors.ts'
import { NUMBERED_DOCTORS } from '../support/numbered-doctors.ts'
import { createTestApp } from '../support/test-app.ts'

const OPERATIONS = 1_000_000
const MB = 1_000_000
const ANSWER_MB = 60
/** What a process without memory grows by while it runs as many: its heap, and pages that were freed in between. */
const CONSTANT_MB = 120

describe(`${OPERATIONS} different operations`, () => {
  it(`leave a process with at most ${ANSWER_MB} MB and ${CONSTANT_MB} MB more than before`, async (test) => {
    const app = await createTestApp({ memory: { answerBytes: ANSWER_MB * MB, totalBytes: 4 * MB } })
    await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)
    await sendDistinctOperations(app, 0, 2_000)
    const residentMb = () => process.memoryUsage.rss() / MB
    const beforeMb = residentMb()
    const grownMb: number[] = []
    for (let from = 2_000; from < OPERATIONS; from += 100_000) {
      await sendDistinctOperations(app, from, Math.min(from + 100_000, OPERATIONS))
      grownMb.push(Math.round(residentMb() - beforeMb))
    }
    test.diagnostic(`MB more than before, after each 100,000: ${grownMb.join(', ')}`)
    assert.ok(Math.max(...grownMb) <= ANSWER_MB + CONSTANT_MB)
  })
})
