import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgePairs, type MeasuredBlock, type MeasuredPair } from '../../../benchmarks/run/judge-pairs.ts'
import { createNormal } from '../../support/statistics/simulated-rounds.ts'

const STRICTNESS = { margin: 0.01, confidence: 0.95 }

interface SimulatedPair {
  /** True changes, such as -0.04. */
  serviceTime: number
  cpu: number
  blocks?: number
}

/** A machine on which everything varies: requests by 60 %, processes by 2 %, segments by 5 %, and the pace from block to block by 30 %. */
function simulatePair(seed: number, { serviceTime, cpu, blocks = 12 }: SimulatedPair): MeasuredPair {
  const draw = createNormal(seed)
  return {
    from: 'before',
    to: 'after',
    blocks: Array.from({ length: blocks }, (): MeasuredBlock => {
      const pace = Math.exp(0.3 * draw())
      const process = Math.exp(0.02 * draw())
      const requests = Array.from({ length: 300 }, () => pace * Math.exp(0.6 * draw()))
      const segments = Array.from({ length: 6 }, () => 50 * pace * Math.exp(0.05 * draw()))
      const changed = (values: number[], change: number) =>
        values.map((value) => value * (1 + change) * process * Math.exp(0.05 * draw()))
      return {
        serviceTimesMs: { from: requests, to: changed(requests, serviceTime) },
        serverCpuMs: { from: segments, to: changed(segments, cpu) },
        databaseCpuMs: { reason: 'PostgreSQL runs elsewhere' },
      }
    }),
  }
}

describe('judgePairs', () => {
  it('finds a change of 5 % although everything else varies by more', () => {
    const [pair] = judgePairs([simulatePair(1, { serviceTime: -0.05, cpu: 0.05 })], STRICTNESS)
    assert.deepEqual(
      pair?.differences.map(({ measure, verdict }) => [measure, verdict]),
      [
        ['service time', 'faster'],
        ['server CPU', 'slower'],
      ],
    )
    for (const { change, low, high } of pair?.differences ?? []) {
      assert.ok(low !== null && high !== null && change !== null)
      const truth = change < 0 ? -0.05 : 0.05
      assert.ok(low < truth && truth < high, `${truth} is in ${low} to ${high}`)
    }
  })

  it('finds a difference where there is none in about 5 of 100 families at most', () => {
    const seeds = Array.from({ length: 100 }, (_, index) => 1000 + index)
    const wrong = seeds.filter((seed) =>
      judgePairs([simulatePair(seed, { serviceTime: 0, cpu: 0 })], STRICTNESS)
        .flatMap(({ differences }) => differences)
        .some(({ verdict }) => verdict === 'faster' || verdict === 'slower'),
    )
    assert.ok(wrong.length <= 13, `${wrong.length} of 100`)
  })

  it('is not misled by one request in ten that takes ten times as long on one side', () => {
    const pair = simulatePair(3, { serviceTime: 0, cpu: 0 })
    const disturbed = pair.blocks.map(({ serviceTimesMs: { from, to }, ...block }) => ({
      ...block,
      serviceTimesMs: { from, to: to.map((ms, index) => (index % 10 === 0 ? 10 * ms : ms)) },
    }))
    const [judged] = judgePairs([{ ...pair, blocks: disturbed }], STRICTNESS)
    const [serviceTime] = judged?.differences ?? []
    assert.ok(Math.abs(serviceTime?.change ?? 1) < 0.03)
  })

  it('says what could not be measured, and why', () => {
    const [pair] = judgePairs([simulatePair(1, { serviceTime: 0, cpu: 0 })], STRICTNESS)
    assert.deepEqual(pair?.unavailable, [{ measure: 'database CPU', reason: 'PostgreSQL runs elsewhere' }])
  })

  it('counts blocks and requests, and keeps what the interval is computed from', () => {
    const [pair] = judgePairs([simulatePair(1, { serviceTime: 0, cpu: 0, blocks: 7 })], STRICTNESS)
    assert.deepEqual([pair?.blocks, pair?.pairs], [7, 2100])
    assert.equal(pair?.ratios.samples, 2100)
    assert.deepEqual(
      pair?.differences.map(({ blockLogRatios }) => blockLogRatios.length),
      [7, 7],
    )
  })

  it('gives the CPU time of one operation', () => {
    const block: MeasuredBlock = {
      serviceTimesMs: { from: [1, 2, 3, 4], to: [2, 4, 6, 8] },
      serverCpuMs: { from: [10, 10], to: [30, 30] },
      databaseCpuMs: { from: [2, 2], to: [1, 1] },
    }
    const [pair] = judgePairs(
      [{ from: 'a', to: 'b', blocks: Array.from({ length: 6 }, () => block) }],
      STRICTNESS,
    )
    assert.deepEqual(
      pair?.differences.map(({ measure, fromMs, toMs }) => [measure, fromMs, toMs]),
      [
        ['service time', 2.5, 5],
        ['server CPU', 5, 15],
        ['database CPU', 1, 0.5],
      ],
    )
  })
})
