import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { readCorpus, SETS } from '../../support/traces/corpus.ts'
import { LABELLED_TRACES } from '../../support/traces/labelled/labelled-traces.ts'
import { corpusErrors, corpusTable, corpusTally } from '../../support/traces/score-corpus.ts'
import { scoreDetectors, scoreTable } from '../../support/traces/score-detectors.ts'

const README = new URL('../../../benchmarks/trace-analysis/README.md', import.meta.url)

/** The table of the README whose first column has this head. */
async function tableOf(head: string): Promise<string | undefined> {
  const text = await readFile(README, 'utf8')
  return new RegExp(`^\\| ${head} .*\\n(?:\\|.*\\n)*`, 'm').exec(text)?.[0].trimEnd()
}

describe('the scores on the labelled traces', () => {
  const scores = scoreDetectors(LABELLED_TRACES)

  it('are 1.00 for this analysis', () => assert.deepEqual([scores[0]?.precision, scores[0]?.recall], [1, 1]))

  it('are the table in the README', async () => assert.equal(await tableOf('detector'), scoreTable(scores)))
})

describe('the scores on the corpus of real programs', async () => {
  const sets = await Promise.all(SETS.map(readCorpus))
  const traces = sets.flat()

  it('are at least 0.985 and 0.95', () => {
    const { right, wrong, missed } = corpusTally(traces)
    const errors = corpusErrors(traces).join('\n')
    assert.ok(right / (right + wrong) >= 0.985, errors)
    assert.ok(right / (right + missed) >= 0.95, errors)
  })

  it('are the table in the README', async () => assert.equal(await tableOf('on'), corpusTable(traces)))
})
