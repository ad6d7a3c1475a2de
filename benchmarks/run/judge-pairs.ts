import type { HeadToHead, HeadToHeadMeasure } from '../result.ts'
import { distributionOf } from '../statistics/distribution.ts'
import { judge } from '../statistics/judge.ts'
import { percentile } from '../statistics/percentile.ts'

/** What a pair of scenarios measured side by side gave. */
export interface MeasuredPair {
  from: string
  to: string
  blocks: readonly MeasuredBlock[]
}

/** A block of requests that both scenarios answered, with server processes of its own. */
export interface MeasuredBlock {
  /** The same requests in the same order on both sides. */
  serviceTimesMs: Sides<readonly number[]>
  /** CPU time of the requests of each segment of the block, one segment after the other. */
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
 * The log ratio of a block is the median: of those of its requests for service times, of those of its segments for CPU
 * times. Others on the machine delay some requests, and make some segments costlier; on a busy one, a median of segments
 * varied half as much from block to block as the ratio of the sums.
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
    const from = pair.blocks.flatMap(({ serviceTimesMs }) => serviceTimesMs.from)
    const to = pair.blocks.flatMap(({ serviceTimesMs }) => serviceTimesMs.to)
    const distributions = { from: distributionOf(from), to: distributionOf(to) }
    const ratios = distributionOf(to.map((ms, index) => ms / (from[index] ?? ms)))
    if (distributions.from === null || distributions.to === null || ratios === null) return []
    return [
      {
        from: pair.from,
        to: pair.to,
        blocks: pair.blocks.length,
        pairs: from.length,
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
    else figures.push({ measure, blocks: blocks.flatMap((block) => cpuTimeOf(block, ofBlock(block))) })
  }
  return { figures, unavailable }
}

function serviceTimeOf({ serviceTimesMs: { from, to } }: MeasuredBlock): BlockFigure {
  return { from: middle(from), to: middle(to), logRatio: middleRatio({ from, to }) }
}

/** The median of ln(to / from), value by value. */
function middleRatio({ from, to }: Sides<readonly number[]>): number {
  return middle(to.map((value, index) => Math.log(value / (from[index] ?? value))))
}

function cpuTimeOf(
  { serviceTimesMs }: MeasuredBlock,
  cpuMs: Sides<readonly number[]> | Unavailable,
): BlockFigure[] {
  if ('reason' in cpuMs) return []
  const requests = serviceTimesMs.from.length
  const mean = (segments: readonly number[]) => segments.reduce((sum, ms) => sum + ms, 0) / requests
  return [{ from: mean(cpuMs.from), to: mean(cpuMs.to), logRatio: middleRatio(cpuMs) }]
}

function middle(values: readonly number[]): number {
  return values.length === 0 ? 0 : percentile(Float64Array.from(values).sort(), 0.5)
}
