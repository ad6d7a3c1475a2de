import type { BenchmarkResult, HeadToHead, HeadToHeadDifference, Judgement } from '../../result.ts'
import type { VerdictItem } from '../document/document.ts'
import {
  code,
  countOf,
  formatChange,
  formatChangeInterval,
  formatDecimal,
  formatPercent,
  formatSizeInterval,
  listOf,
} from '../document/text.ts'
import { couldDetect } from './detectable.ts'
import { headToHeadMargin } from './equivalence-margin.ts'
import { type Estimated, isEstimated } from './estimated.ts'
import { isOfCpu, leadingDifference, verdictWord } from './leading-difference.ts'

/** What was found for each pair that was measured head to head. */
export function headToHeadSentences({ headToHead, settings }: BenchmarkResult): VerdictItem[] {
  return headToHead.map((pair) => {
    const time = pair.differences
      .filter((each) => !isOfCpu(each))
      .map((each) => timeSentence(each, pair, headToHeadMargin(settings)))
    const cpu = cpuSentences(pair.differences.filter(isOfCpu))
    return { verdict: verdictOf(pair), text: [...time, ...cpu].join(' ') }
  })
}

/** How pairs were measured, and what the intervals in the sentences are. */
export function headToHeadMethod({ headToHead, settings }: BenchmarkResult): string {
  const pairs = headToHead.reduce((sum, each) => sum + each.pairs, 0)
  return `Head to head: the same request to both servers, one right after the other, in random order; ${countOf(pairs, 'pair')} of requests. Intervals have ${formatDecimal(settings.confidence * 100)}\u00a0% confidence and are adjusted for the number of comparisons.`
}

function timeSentence(difference: HeadToHeadDifference, { from, to }: HeadToHead, margin: number): string {
  if (!isEstimated(difference))
    return `Head to head, ${code(to)} is not compared with ${code(from)}: too few blocks.`
  const { verdict, change } = difference
  const figures = figuresOf(difference)
  switch (verdict) {
    case 'faster':
    case 'slower':
      return `Head to head, ${code(to)} answers ${formatPercent(change)} ${verdict} than ${code(from)} (${figures}).`
    case 'equivalent':
      return `Head to head, ${code(to)} answers as fast as ${code(from)}, within ±${formatPercent(margin)} (${figures}).`
    case 'cannot tell':
      return `Head to head, ${code(to)} may answer faster or slower than ${code(from)} (${figures}). The run ${couldDetect(difference.detectable)}.`
  }
}

/** Clear differences of CPU time share a sentence, and so do unclear ones. */
function cpuSentences(differences: HeadToHeadDifference[]): string[] {
  const estimated = differences.filter(isEstimated)
  const clear = estimated.filter(({ verdict }) => verdict !== 'cannot tell')
  const unclear = estimated.filter(({ verdict }) => verdict === 'cannot tell')
  const amounts = clear.map((each) => `${amountOf(each)} ${placeOf(each)} (${figuresOf(each)})`)
  const unclearPlaces = unclear.map((each) => `${placeOf(each)} (${figuresOf(each)})`)
  return [
    ...(clear.length === 0 ? [] : [`It uses ${listOf(amounts)}.`]),
    ...(unclear.length === 0 ? [] : [`No clear change of CPU time ${listOf(unclearPlaces)}.`]),
  ]
}

function amountOf({ verdict, change }: Estimated<HeadToHeadDifference>): string {
  if (verdict === 'equivalent') return 'as much CPU time'
  return `${formatPercent(change)} ${verdict === 'faster' ? 'less' : 'more'} CPU time`
}

function placeOf({ measure }: HeadToHeadDifference): string {
  return measure === 'database CPU' ? 'in PostgreSQL' : 'in the server'
}

function verdictOf(pair: HeadToHead): VerdictItem['verdict'] {
  const difference = leadingDifference(pair)
  if (difference === undefined || !isEstimated(difference)) return 'not compared'
  return verdictWord(difference, { isCpu: isOfCpu(difference) })
}

/** The interval; of what counts as the same the change, because its interval is wider than the test needs. */
function figuresOf({ verdict, change, low, high }: Estimated<Judgement>): string {
  switch (verdict) {
    case 'faster':
    case 'slower':
      return formatSizeInterval(low, high)
    case 'equivalent':
      return formatChange(change)
    case 'cannot tell':
      return formatChangeInterval(low, high)
  }
}
