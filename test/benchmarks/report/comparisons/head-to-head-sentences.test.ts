import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  headToHeadMethod,
  headToHeadSentences,
} from '../../../../benchmarks/report/comparisons/head-to-head-sentences.ts'
import type { HeadToHeadDifference } from '../../../../benchmarks/result.ts'
import { asRead } from '../../../support/report/as-read.ts'
import { NOT_ESTIMATED } from '../../../support/report/sample-comparison.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'

type Change = Partial<HeadToHeadDifference>

describe('the sentence on a pair', () => {
  const says = (changes: Change[], verdict: string, text: string) => {
    const result = sampleResult()
    result.headToHead = result.headToHead.slice(1, 2)
    const [pair] = result.headToHead
    assert.ok(pair)
    pair.differences = pair.differences
      .slice(0, changes.length)
      .map((difference, index) => ({ ...difference, ...changes[index] }))
    assert.deepEqual(
      headToHeadSentences(result).map((item) => ({ ...item, text: asRead(item.text) })),
      [{ verdict, text }],
    )
  }
  const faster = { verdict: 'faster', change: -0.044, low: -0.06, high: -0.028 } as const
  const slower = { verdict: 'slower', change: 0.031, low: 0.02, high: 0.045 } as const
  const equivalent = { verdict: 'equivalent', change: -0.002, low: -0.01, high: 0.006 } as const
  const unclear = { verdict: 'cannot tell', change: 0.01, low: -0.04, high: 0.07, detectable: 0.08 } as const

  it('gives the service time first, then the CPU time of server and database', () =>
    says(
      [faster, faster, slower],
      'faster',
      'Head to head, optimised answers 4.4 % faster than baseline (2.8 to 6 %). It uses 4.4 % less CPU time in the server (2.8 to 6 %) and 3.1 % more CPU time in PostgreSQL (2 to 4.5 %).',
    ))

  it('gives the margin where both are as fast', () =>
    says(
      [equivalent, equivalent, unclear],
      'equivalent',
      'Head to head, optimised answers as fast as baseline, within ±1 % (−0.2 %). It uses as much CPU time in the server (−0.2 %). No clear change of CPU time in PostgreSQL (−4 to +7 %).',
    ))

  it('gives what could have been detected where it cannot tell', () =>
    says(
      [unclear],
      'cannot tell',
      'Head to head, optimised may answer faster or slower than baseline (−4 to +7 %). The run could have detected a change of 8 % or more.',
    ))

  it('has the verdict on CPU time where that is clear and the service time is not', () =>
    says(
      [unclear, faster],
      'less CPU',
      'Head to head, optimised may answer faster or slower than baseline (−4 to +7 %). The run could have detected a change of 8 % or more. It uses 4.4 % less CPU time in the server (2.8 to 6 %).',
    ))

  it('gives no absurd numbers where nothing could have been detected', () =>
    says(
      [{ ...unclear, low: -0.97, high: 4033, detectable: 40.34 }],
      'cannot tell',
      'Head to head, optimised may answer faster or slower than baseline (−97 to over +1,000 %). The run was too noisy to notice even a doubling.',
    ))

  it('gives the reason where nothing was estimated', () =>
    says(
      [NOT_ESTIMATED],
      'not compared',
      'Head to head, optimised is not compared with baseline: too few blocks.',
    ))
})

describe('headToHeadMethod', () => {
  it('says how pairs were measured, and what the intervals are', () =>
    assert.match(
      asRead(headToHeadMethod(sampleResult())),
      /in random order; 36,000 pairs of requests\. Intervals have 95 % confidence and are adjusted/,
    ))
})
