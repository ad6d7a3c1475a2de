import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { HarnessResult } from '../../../../benchmarks/run/harness/harness-result.ts'
import { differenceP, pairedDifference } from '../../../../benchmarks/statistics/paired-difference.ts'
import { drawUniform } from '../../../../benchmarks/workload/load/plan-load.ts'

const FOLDER = new URL('../../../../benchmarks/harness-properties/', import.meta.url)
const RUNS = 3_000
/** The fewest blocks, those of a busy machine, and those of a quiet one. */
const BLOCKS = [6, 7, 9, 12, 16]

/** The log ratios of blocks in which production was compared with itself, a list for each try, by measure. */
function recordedBlocks(): Map<string, number[][]> {
  const results = readdirSync(FOLDER).map(
    (name): HarnessResult => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')),
  )
  const properties = results.flatMap((result) => result.properties)
  const ofItself = properties.filter(({ title }) => title.includes('from itself'))
  return new Map(
    [...Map.groupBy(ofItself, ({ measure }) => measure)].map(([measure, same]) => [
      measure,
      same.flatMap(({ trials }) => trials.map(({ blockLogRatios }) => blockLogRatios)),
    ]),
  )
}

/** So many blocks of one try, drawn with replacement. Which side is called the first is drawn, too: there is no difference. */
function redrawn(tries: readonly number[][], blocks: number, run: number): number[] {
  const draw = (...key: (string | number)[]) => drawUniform(1, blocks, run, ...key)
  const recorded = tries[Math.floor(draw('try') * tries.length)] ?? []
  return Array.from({ length: blocks }, (_, block) => {
    const ratio = recorded[Math.floor(draw('block', block) * recorded.length)] ?? 0
    return draw('side', block) < 0.5 ? ratio : -ratio
  })
}

describe('blocks that were measured of production beside itself', () => {
  const recorded = recordedBlocks()
  for (const measure of ['service time', 'server CPU', 'database CPU']) {
    it(`differ by ${measure} in 5 of 100 unadjusted comparisons, however many blocks there is time for`, (t) => {
      const tries = recorded.get(measure) ?? []
      assert.ok(tries.length > 30)
      for (const blocks of BLOCKS) {
        const differ = Array.from({ length: RUNS }, (_, run) => redrawn(tries, blocks, run)).filter(
          (logRatios) => differenceP(pairedDifference(logRatios)) < 0.05,
        ).length
        const share = differ / RUNS
        t.diagnostic(`${blocks} blocks: ${(100 * share).toFixed(1)} %`)
        // One of 100 such simulations exceeds the true share by more.
        assert.ok(share <= 0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / RUNS), `${blocks} blocks: ${share}`)
      }
    })
  }
})
