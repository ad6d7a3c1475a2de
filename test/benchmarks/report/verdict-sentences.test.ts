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
