import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { verdictItems, verdictSentences } from '../../../benchmarks/report/verdict-sentences.ts'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleAaResult, sampleResult } from '../../support/report/sample-result.ts'

describe('the verdicts of a run', () => {
  it('begin with head to head, then say what is flagged', () => {
    assert.deepEqual(
      verdictItems(sampleResult())
        .slice(0, 6)
        .map(
          ({ verdict, text }) =>
            `${verdict}: ${asRead(text).replace('Head to head, ', '').split(' ').slice(0, 2).join(' ')}`,
        ),
      [
        'faster: baseline answers',
        'faster: optimised answers',
        'equivalent: optimised-indexed answers',
        'flagged: n-plus-one sends',
        'flagged: baseline counts',
        'not flagged: Nothing is',
      ],
    )
  })

  it('give of the load what is slower, and everything for a pair that was not measured head to head', () => {
    const result = sampleResult()
    const ofLoad = (other: BenchmarkResult) =>
      verdictItems(other).filter(({ text }) => /at \d+ users?/i.test(text))
    assert.ok(ofLoad(result).every(({ verdict }) => verdict === 'slower'))
    assert.equal(ofLoad(result).length, 1)
    const { from, to } = result.headToHead[0] ?? { from: '', to: '' }
    const alone = { ...result, headToHead: result.headToHead.slice(1) }
    const added = ofLoad(alone).filter(
      ({ text }) => text.includes(`\`${from}\``) && text.includes(`\`${to}\``),
    )
    assert.ok(added.some(({ verdict }) => verdict === 'faster'))
    assert.equal(
      verdictItems(alone).at(-1)?.text,
      'Under load, 3 comparisons could not be made: too few rounds have enough samples.',
    )
  })

  it('count what the run cannot tell under load, and say what it could have detected', () => {
    const sample = sampleResult()
    const comparisons = sample.comparisons.map((each, index) => ({
      ...each,
      ...{ change: 0, low: -0.4, high: 0.4, detectable: 0.3 + index / 100, verdict: 'cannot tell' as const },
    }))
    const items = verdictItems({ ...sample, headToHead: [], comparisons })
    assert.deepEqual(items.at(-1), {
      verdict: 'cannot tell',
      text: `Under load, this run cannot tell ${comparisons.length} comparisons. At best, it could have detected a change of 30\u00a0% or more.`,
    })
    assert.equal(items.filter(({ verdict }) => verdict === 'cannot tell').length, 1)
  })

  it('are the same sentences in a terminal, with the statements that the page has in its table', () => {
    const onPage = verdictItems(sampleResult()).map(({ text }) => text)
    const sentences = verdictSentences(sampleResult())
    assert.deepEqual(
      sentences.filter((sentence) => onPage.includes(sentence)),
      onPage,
    )
    assert.equal(sentences.filter((sentence) => sentence.includes('for a full page of 10')).length, 4)
  })

  it('begin in a terminal with what an A/A run expects', () =>
    assert.match(verdictSentences(sampleAaResult([{}]))[0] ?? '', /^Both are the same scenario \(A\/A run\)/))
})
