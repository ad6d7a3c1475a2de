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
  /** CPU time of all requests of the block. */
  serverCpuMs: Sides<number> | Unavailable
  databaseCpuMs: Sides<number> | Unavailable
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
 * The log ratio of a block is the median of those of its requests for service times, which others on the machine delay
 * now and then, and that of the sums for CPU times, of which nothing must be left out.
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
  const logRatio = middle(to.map((ms, index) => Math.log(ms / (from[index] ?? ms))))
  return { from: middle(from), to: middle(to), logRatio }
}

function cpuTimeOf({ serviceTimesMs }: MeasuredBlock, cpuMs: Sides<number> | Unavailable): BlockFigure[] {
  if ('reason' in cpuMs) return []
  const requests = serviceTimesMs.from.length
  return [{ from: cpuMs.from / requests, to: cpuMs.to / requests, logRatio: Math.log(cpuMs.to / cpuMs.from) }]
}

function middle(values: readonly number[]): number {
  return values.length === 0 ? 0 : percentile(Float64Array.from(values).sort(), 0.5)
}
