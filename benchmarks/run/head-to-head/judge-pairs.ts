import type { HeadToHead, HeadToHeadMeasure } from '../../result.ts'
import { distributionOf } from '../../statistics/distribution.ts'
import { judge } from '../../statistics/judge.ts'
import { percentile } from '../../statistics/percentile.ts'
import { trimmedMean } from '../../statistics/trimmed-mean.ts'
import type { AnsweredPair } from '../../workload/send-pairs.ts'

/** What a pair of scenarios measured side by side gave. */
export interface MeasuredPair {
  from: string
  to: string
  blocks: readonly MeasuredBlock[]
}

/** A block of requests that both scenarios answered, with server processes of its own. */
export interface MeasuredBlock {
  pairs: readonly AnsweredPair[]
  /** CPU time for one request in each round of the traffic, of which all have the same requests. */
  serverCpuMs: Sides<readonly number[]> | Unavailable
  databaseCpuMs: Sides<readonly number[]> | Unavailable
}

export interface Sides<Value> {
  from: Value
  to: Value
}

/** Why a figure could not be had. */
export interface Unavailable {
  reason: string
}

/** A measure of a block on both sides: its figure for one operation, and the log ratio to / from. */
interface BlockFigure extends Sides<number> {
  logRatio: number
}

/**
 * Judges the differences of all pairs as one family. The unit is the block, whose processes keep a pace of their own: its
 * requests resemble each other, however many there are.
 *
 * On a busy machine others delay some requests by many times what they take. So the log ratio of service times is the
 * median; of each operation apart, since a median of operations that gain different amounts lies between them, and moves
 * with each delay. CPU time is disturbed less. Its log ratio is the mean over the rounds of the traffic without the most
 * extreme, so that what a collection of garbage costs counts, and a burst of the compiler does not.
 */
export function judgePairs(
  pairs: readonly MeasuredPair[],
  strictness: { margin: number; confidence: number },
): HeadToHead[] {
  const measured = pairs.map((pair) => ({ pair, ...measuresOf(pair) }))
  const judged = judge(
    measured.flatMap(({ pair, figures }) =>
      figures.map(({ measure, blocks }) => ({
        pair,
        measure,
        fromMs: middle(blocks.map(({ from }) => from)),
        toMs: middle(blocks.map(({ to }) => to)),
        blockLogRatios: blocks.map(({ logRatio }) => logRatio),
        logRatios: blocks.map(({ logRatio }) => logRatio),
      })),
    ),
    strictness,
  )
  return measured.flatMap(({ pair, unavailable }): HeadToHead[] => {
    const answered = pair.blocks.flatMap(({ pairs }) => pairs)
    const distributions = {
      from: distributionOf(answered.map(({ from }) => from)),
      to: distributionOf(answered.map(({ to }) => to)),
    }
    const ratios = distributionOf(answered.map(({ from, to }) => to / from))
    if (distributions.from === null || distributions.to === null || ratios === null) return []
    return [
      {
        from: pair.from,
        to: pair.to,
        blocks: pair.blocks.length,
        pairs: answered.length,
        differences: judged
          .filter((each) => each.pair === pair)
          .map(({ pair: _, ...difference }) => difference),
        unavailable,
        serviceTimes: { from: distributions.from, to: distributions.to },
        ratios,
      },
    ]
  })
}

function measuresOf({ blocks }: MeasuredPair): {
  figures: { measure: HeadToHeadMeasure; blocks: BlockFigure[] }[]
  unavailable: HeadToHead['unavailable']
} {
  const figures = [{ measure: 'service time' as HeadToHeadMeasure, blocks: blocks.map(serviceTimeOf) }]
  const unavailable: HeadToHead['unavailable'] = []
  const cpu = [
    { measure: 'server CPU', ofBlock: (block: MeasuredBlock) => block.serverCpuMs },
    { measure: 'database CPU', ofBlock: (block: MeasuredBlock) => block.databaseCpuMs },
  ] as const
  for (const { measure, ofBlock } of cpu) {
    const missing = blocks.map(ofBlock).find((sides) => 'reason' in sides)
    if (missing !== undefined) unavailable.push({ measure, reason: missing.reason })
    else figures.push({ measure, blocks: blocks.flatMap((block) => cpuTimeOf(ofBlock(block))) })
  }
  return { figures, unavailable }
}

/** The mean over all requests of the median log ratio of their operation. */
function serviceTimeOf({ pairs }: MeasuredBlock): BlockFigure {
  const ratiosOf = Map.groupBy(pairs, ({ operation }) => operation)
  const total = [...ratiosOf.values()].reduce(
    (sum, same) => sum + same.length * middle(same.map(logRatio)),
    0,
  )
  return {
    from: middle(pairs.map(({ from }) => from)),
    to: middle(pairs.map(({ to }) => to)),
    logRatio: total / pairs.length,
  }
}

/** Of the rounds with the least ratio, and of those with the greatest. */
const TRIMMED_SHARE = 0.1

function cpuTimeOf(cpuMs: Sides<readonly number[]> | Unavailable): BlockFigure[] {
  if ('reason' in cpuMs) return []
  const { from, to } = cpuMs
  const logRatios = to.map((ms, round) => logRatio({ from: from[round] ?? ms, to: ms }))
  return [
    {
      from: trimmedMean(from, TRIMMED_SHARE),
      to: trimmedMean(to, TRIMMED_SHARE),
      logRatio: trimmedMean(logRatios, TRIMMED_SHARE),
    },
  ]
}

function logRatio({ from, to }: Sides<number>): number {
  return Math.log(to / from)
}

function middle(values: readonly number[]): number {
  return values.length === 0 ? 0 : percentile(Float64Array.from(values).sort(), 0.5)
}
