import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { headToHeadSentences, verdictSentences } from '../../../benchmarks/report/verdict-sentences.ts'
import type { HeadToHeadDifference } from '../../../benchmarks/result.ts'
import { asRead } from '../../support/report/as-read.ts'
import { sampleResult } from '../../support/report/sample-result.ts'

/** The sentence on a pair whose measures differ so. */
function sentenceOn(...changes: Partial<HeadToHeadDifference>[]): string {
  const result = sampleResult()
  const [, pair] = result.headToHead
  if (pair === undefined) throw new Error('expected a pair')
  pair.differences = pair.differences.slice(0, changes.length)
  for (const [index, change] of changes.entries()) Object.assign(pair.differences[index] ?? {}, change)
  return headToHeadSentences({ ...result, headToHead: [pair] })
    .map(asRead)
    .join('\n')
}

const FASTER = { verdict: 'faster', change: -0.12, low: -0.15, high: -0.09 } as const
const SLOWER = { verdict: 'slower', change: 0.03, low: 0.02, high: 0.04 } as const
const EQUAL = { verdict: 'equivalent', change: 0.001, low: -0.006, high: 0.008 } as const
const UNKNOWN = { verdict: 'cannot tell', change: -0.03, low: -0.08, high: 0.02 } as const

describe('the sentence on a pair that was measured side by side', () => {
  it('gives each measure its size and interval', () =>
    assert.equal(
      sentenceOn(FASTER, SLOWER, FASTER),
      'Head to head, optimised answers 12 % faster than baseline (9 to 15 %), uses 3 % more server CPU (2 to 4 %) and uses 12 % less database CPU (9 to 15 %).',
    ))

  it('does not take equivalent for different, nor unknown for equivalent', () =>
    assert.equal(
      sentenceOn(EQUAL, EQUAL, UNKNOWN),
      'Head to head, optimised answers as fast as baseline within ±1 % (−0.6 to +0.8 %), uses as much server CPU within ±1 % (−0.6 to +0.8 %) and shows no difference in database CPU (−8 to +2 %).',
    ))

  it('says where there are too few blocks', () =>
    assert.equal(
      sentenceOn({ verdict: 'cannot tell', change: null, low: null, high: null }),
      'Head to head, optimised has too few blocks to compare its service time.',
    ))
})

describe('the verdicts of a run', () => {
  it('begin with the head to head', () => {
    const [first = '', ...others] = verdictSentences(sampleResult())
    assert.match(first, /^Head to head, /)
    assert.ok(others.some((sentence) => sentence.includes('for a full page of 10')))
  })
})
