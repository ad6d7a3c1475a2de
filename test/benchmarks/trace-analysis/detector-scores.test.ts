import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { LABELLED_TRACES } from '../../support/traces/labelled/labelled-traces.ts'
import { scoreDetectors, scoreTable } from '../../support/traces/score-detectors.ts'

const README = new URL('../../../benchmarks/trace-analysis/README.md', import.meta.url)

describe('the scores on the labelled traces', () => {
  const scores = scoreDetectors(LABELLED_TRACES)

  it('are 1.00 for this analysis', () => assert.deepEqual([scores[0]?.precision, scores[0]?.recall], [1, 1]))

  it('are the table in the README', async () => {
    const table = /^\| detector .*\n(?:\|.*\n)*/m.exec(await readFile(README, 'utf8'))?.[0]
    assert.equal(table?.trimEnd(), scoreTable(scores))
  })
})
