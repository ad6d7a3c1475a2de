import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { HeadToHeadMeasure } from '../../../../benchmarks/result.ts'
import { judgePairs, type MeasuredBlock } from '../../../../benchmarks/run/head-to-head/judge-pairs.ts'
import { assertClose } from '../../../support/statistics/assert-close.ts'
import { type SimulatedPair, simulatePair } from '../../../support/statistics/simulated-pair.ts'

const STRICTNESS = { margin: 0.01, confidence: 0.95 }
const QUIET = { serviceTime: 0, cpu: 0, blocks: 16, neighbours: 0 }
/** As much as on two cores with two busy neighbours: fewer blocks, and every third request waits for a core. */
const BUSY = { ...QUIET, blocks: 10, neighbours: 0.35 }

const families = (count: number, simulated: SimulatedPair) =>
  Array.from({ length: count }, (_, seed) =>
    judgePairs([simulatePair(1000 + seed, simulated)], STRICTNESS).flatMap(({ differences }) => differences),
  )

describe('judgePairs', () => {
  it('finds a change of 5 % although everything else varies by more', () => {
    const [pair] = judgePairs([simulatePair(1, { ...QUIET, serviceTime: -0.05, cpu: 0.05 })], STRICTNESS)
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

  for (const [machine, conditions] of Object.entries({ quiet: QUIET, busy: BUSY })) {
    describe(`on a ${machine} machine`, () => {
      it('finds a difference where there is none in at most 5 of 100 families', (t) => {
        const all = families(200, conditions)
        const wrong = share(all, (each) =>
          each.some(({ verdict }) => verdict === 'faster' || verdict === 'slower'),
        )
        t.diagnostic(`${percent(wrong)} of families`)
        // One of 100 such simulations exceeds the true share by more.
        assert.ok(wrong <= 0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / all.length), percent(wrong))
      })

      it('leans to neither side, and its intervals hold what is true of CPU time', (t) => {
        for (const cpu of [0, -0.06]) {
          const held = errorsOf('server CPU', { ...conditions, cpu })
          t.diagnostic(held.message)
          assert.ok(held.isUnbiased, held.message)
          assert.ok(held.isHeld, held.message)
        }
      })
    })
  }

  it('leans to neither side in service times, and on a busy machine only towards no difference', (t) => {
    const nowhere = { serviceTime: 0 }
    const change = { serviceTime: -0.12 }
    for (const simulated of [
      { ...QUIET, ...nowhere },
      { ...BUSY, ...nowhere },
      { ...QUIET, ...change },
    ]) {
      const held = errorsOf('service time', simulated)
      t.diagnostic(held.message)
      assert.ok(held.isUnbiased, held.message)
      assert.ok(held.isHeld, held.message)
    }
    // Who waits for a core does so on either side: part of the change is hidden.
    const hidden = errorsOf('service time', { ...BUSY, ...change })
    t.diagnostic(hidden.message)
    assert.ok(hidden.mean > 0 && hidden.mean < 0.015, hidden.message)
  })

  for (const [machine, conditions] of Object.entries({ quiet: QUIET, busy: BUSY })) {
    describe(`on a ${machine} machine`, () => {
      it("finds the article's change in nine of ten runs, with intervals narrower than ±4 %", (t) => {
        const all = families(100, { ...conditions, serviceTime: -0.12, cpu: -0.05 })
        const found = share(all, (each) => each.every(({ verdict }) => verdict === 'faster'))
        const narrow = share(all, (each) => each.every(({ low, high }) => Number(high) - Number(low) < 0.08))
        t.diagnostic(`found in ${percent(found)}, narrow in ${percent(narrow)}`)
        assert.ok(found >= 0.9, percent(found))
        assert.ok(narrow >= 0.9, percent(narrow))
      })
    })
  }

  it('finds 3 % more CPU in nine of ten runs of twice the length beside three other pairs', (t) => {
    for (const { blocks, ...conditions } of [QUIET, BUSY]) {
      const long = { ...conditions, blocks: 2 * blocks }
      const others = [1, 2, 3].map((other) => simulatePair(1e6 * other, long))
      const runs = Array.from({ length: 50 }, (_, seed) =>
        judgePairs([simulatePair(seed, { ...long, cpu: 0.03 }), ...others], STRICTNESS),
      )
      const found = share(runs, ([first]) =>
        Boolean(
          first?.differences.some(({ measure, verdict }) => measure === 'server CPU' && verdict === 'slower'),
        ),
      )
      t.diagnostic(`found in ${percent(found)}`)
      assert.ok(found >= 0.9, percent(found))
    }
  })

  it('says what could not be measured, and why', () => {
    const [pair] = judgePairs([simulatePair(1, QUIET)], STRICTNESS)
    assert.deepEqual(pair?.unavailable, [{ measure: 'database CPU', reason: 'PostgreSQL runs elsewhere' }])
  })

  it('counts blocks and requests, and keeps what the interval is computed from', () => {
    const [pair] = judgePairs([simulatePair(1, { ...QUIET, blocks: 7 })], STRICTNESS)
    assert.deepEqual([pair?.blocks, pair?.pairs], [7, 7 * 600])
    assert.equal(pair?.ratios.samples, 7 * 600)
    assert.deepEqual(
      pair?.differences.map(({ blockLogRatios }) => blockLogRatios.length),
      [7, 7],
    )
  })

  it('compares each operation with itself, and CPU time round by round', () => {
    const answered = [
      { operation: 'quick', from: 1, to: 1 },
      { operation: 'slow', from: 10, to: 20 },
      { operation: 'slow', from: 10, to: 20 },
      { operation: 'slow', from: 10, to: 400 },
    ]
    const block: MeasuredBlock = {
      pairs: answered,
      serverCpuMs: { from: [10, 20, 10], to: [30, 60, 30] },
      databaseCpuMs: { from: [2, 2], to: [1, 1] },
    }
    const [pair] = judgePairs(
      [{ from: 'a', to: 'b', blocks: Array.from({ length: 6 }, () => block) }],
      STRICTNESS,
    )
    const ratios = pair?.differences.map(({ blockLogRatios: [first = 0] }) => Math.exp(first))
    assertClose(ratios ?? [], [2 ** (3 / 4), 3, 1 / 2])
    assert.deepEqual(
      pair?.differences.map(({ measure, fromMs, toMs }) => [measure, fromMs, toMs]),
      [
        ['service time', 10, 20],
        ['server CPU', 40 / 3, 40],
        ['database CPU', 2, 1],
      ],
    )
  })
})

/** How far estimates are from what is true, and how often intervals hold it. */
function errorsOf(measure: HeadToHeadMeasure, simulated: SimulatedPair) {
  const truth = measure === 'service time' ? simulated.serviceTime : simulated.cpu
  const all = families(100, simulated).flat()
  const same = all.filter((each) => each.measure === measure)
  const errors = same.map(({ change }) => Math.log1p(change ?? Number.NaN) - Math.log1p(truth))
  const mean = meanOf(errors)
  const standardError = Math.sqrt(meanOf(errors.map((error) => (error - mean) ** 2)) / errors.length)
  const held = share(same, ({ low, high }) => Number(low) <= truth && truth <= Number(high))
  return {
    mean,
    isUnbiased: Math.abs(mean) < 3 * standardError,
    // One of 100 such simulations falls short of the true share by more.
    isHeld: held >= 0.95 - 2.33 * Math.sqrt((0.05 * 0.95) / same.length),
    message: `${measure}, ${percent(truth)}: off by ${percent(mean)} ± ${percent(standardError)}, held in ${percent(held)}`,
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function share<Each>(all: readonly Each[], is: (each: Each) => boolean): number {
  return all.filter(is).length / all.length
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}
