import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { statementSentences } from '../../../../benchmarks/report/statements/statement-changes.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { sampleAaResult, sampleResult } from '../../../support/report/sample-result.ts'

describe('statementSentences', () => {
  it('says which statements were removed and which were added', () =>
    assert.deepEqual(statementSentences(sampleResult()).map(asRead), [
      'n-plus-one sends 22 statements for a full page of 10.',
      'baseline sends 4 statements for a full page of 10 instead of the 22 of n-plus-one: 10 × specializations_of_doctor and 10 × schedules_of_doctor replaced by 1 × specializations_by_doctor and 1 × schedules_by_doctor.',
      'optimised sends 3 statements for a full page of 10 instead of the 4 of baseline: it sends no separate count (doctors_count).',
      'optimised-indexed sends the same 3 statements for a full page of 10 as optimised.',
    ]))

  it('says that both sides of an A/A run send the same', () =>
    assert.deepEqual(statementSentences(sampleAaResult([])).map(asRead), [
      'optimised (a) sends 3 statements for a full page of 10.',
      'optimised (b) sends the same 3 statements for a full page of 10 as optimised (a).',
    ]))
})
