import { isEnumeration, LOG_TABLE } from '../column-names.ts'
import type { Degree } from '../finding.ts'
import { isUnderList } from '../statement-group.ts'
import {
  fitGrowth,
  fitsBatches,
  type Growth,
  type GrowthPoint,
  growsSteadily,
  isOneEach,
  withoutRowAhead,
} from './growth.ts'
import { type LoopRecord, MIN_MANY } from './loop-record.ts'
import type { ParameterSource } from './observation/parameter-source.ts'
import { type RankedParent, rankParents } from './ranked-parents.ts'

/** Whether and why the statements of a group were sent for one parent each. */
export interface LoopJudgement {
  degree: Degree
  reasons: string[]
  /** None where the trace shows no parents. */
  points: GrowthPoint[]
  growth: Growth | null
  source: ParameterSource | undefined
}

/** What speaks for a loop; undefined where nothing does. */
type Verdict = { degree: Degree; reason: string } | undefined

/** The judgement on a group that had several different statements in at least one request. */
export function judgeLoop(record: LoopRecord): LoopJudgement | undefined {
  const parents = rankParents(record)
  const verdict = verdictOn(record, parents)
  if (verdict === undefined) return undefined
  const explains = ({ points }: RankedParent) => isOneEach(points) || (fitGrowth(points)?.perParent ?? 0) > 0
  const points = withoutRowAhead((parents.find(explains) ?? parents[0])?.points ?? [])
  const sources = parents.flatMap(({ parent }) => parent.source ?? [])
  return {
    degree: verdict.degree,
    reasons: [verdict.reason],
    points,
    growth: fitGrowth(points),
    source: sources.find(({ isSure }) => isSure) ?? sources[0],
  }
}

function verdictOn(record: LoopRecord, parents: RankedParent[]): Verdict {
  if (record.arePages) return pagesVerdict(record)
  if (record.isUnknown) return unknownVerdict(record, parents)
  if (record.isWindow) return pagesVerdict(record)
  if (!record.isOneEach) return batchVerdict(record, parents)
  return isUnderList(record.path) ? fieldVerdict(record, parents) : singleVerdict(record, parents)
}

/**
 * A field under a list runs once for each item. Where the number of parents varies, it is how its statements grew
 * that decides. Where it does not, they are for one item each; unless there was one parent alone, whose several
 * statements say nothing about a second parent's.
 */
function fieldVerdict(record: LoopRecord, parents: RankedParent[]): Verdict {
  const points = withoutRowAhead(parents[0]?.points ?? [])
  const growth = fitGrowth(points)
  if (growth !== null && growth.perParent > 0) {
    return { degree: 'certain', reason: 'under a list, and more statements for more rows' }
  }
  if (growth !== null) return record.isConstant && record.loops > 1 ? undefined : fromRows(parents)
  if (points.length > 0 && !points.some((point) => point.parents > 1)) return fromRows(parents)
  const isMatched = parents.some(({ parent }) => parent.matched > 0)
  return degreeOr(isListed(record) && !isMatched, 'different statements of one pattern under a list')
}

function fromRows(parents: RankedParent[]): Verdict {
  const isSure = parents.some(({ parent }) => parent.source?.isSure)
  return isSure ? { degree: 'certain', reason: 'the parameters are values of earlier rows' } : undefined
}

/**
 * Elsewhere the parameters have to come from earlier rows, or there have to be as many statements as rows in most
 * requests, or more for more rows, or too many to have been written one by one.
 */
function singleVerdict(record: LoopRecord, parents: RankedParent[]): Verdict {
  const [likeliest] = parents
  const points = withoutRowAhead(likeliest?.points ?? [])
  const growth = fitGrowth(points)
  const isSteady = (growth !== null && growth.perParent <= 0) || isSteadyBesidePages(record, parents)
  const isFixed = isSteady && record.isConstant && record.loops > 1
  const fixed = isFixed ? undefined : fromRows(parents)
  if (isFixed) return undefined
  if (fixed !== undefined) return fixed
  if (isSteady)
    return suspectedIf(record.parameterSets >= MIN_MANY, 'the number of statements does not grow with rows')
  if (growth !== null && growth.explained === 1 && growth.perParent >= 1) {
    return { degree: 'certain', reason: 'more statements for more rows' }
  }
  if (growsSteadily(points)) return { degree: 'likely', reason: 'more statements for more rows' }
  return fewVerdict(record, parents)
}

/** Where the numbers of rows and statements do not vary enough to show growth. */
function fewVerdict(record: LoopRecord, parents: RankedParent[]): Verdict {
  const listed = mayBeListed(record)
  const { loops } = record
  const covers = parents.some(({ parent }) => parent.source?.coversColumn)
  if (covers) return { degree: 'likely', reason: 'a statement for each value of a column of earlier rows' }
  const isMatched = parents.some(({ parent }) => parent.matched * 2 >= loops)
  if (isMatched) return degreeOr(listed, 'as many statements as earlier rows')
  if (record.formSets >= MIN_MANY) {
    const isRefuted = parents.length > 0 && parents.every(({ parent }) => parent.refuted === parent.loops)
    return degreeOr(listed || isRefuted, `${record.formSets} different parameter sets in one request`)
  }
  const isNamed = parents.some(({ parent }) => parent.named * 2 >= loops && parent.refuted === 0)
  if (isNamed)
    return { degree: 'likely', reason: 'they look up rows that the columns of an earlier list refer to' }
  if (isRunOfWrites(record)) return { degree: 'likely', reason: 'writes of one kind, one after the other' }
  if (record.beforeWrites * 2 >= loops) return degreeOr(listed, 'each right before a write of one kind')
  const isNext = parents.some(({ parent }) => parent.followed * 2 >= loops && parent.refuted === 0)
  const isFixed = record.isConstant && loops > 1
  if (isNext && !listed && !isFixed)
    return { degree: 'likely', reason: 'one after the other, right after a list' }
  return suspectedIf(parents.length > 0 && !listed, 'several look-ups after a list')
}

/** Whether all that the statements differ in are values that a program lists, such as states and weekdays. */
function isListed({ columns, isWrite, table }: LoopRecord): boolean {
  return !isWrite && columns.length > 0 && columns.every((column) => isEnumeration(column, table))
}

/** The same; or whether it may be, since it is not known in which of their columns the statements differ. */
function mayBeListed(record: LoopRecord): boolean {
  const { columns, areColumnsSure, isWrite, table } = record
  if (areColumnsSure) return isListed(record)
  return !isWrite && columns.some((column) => isEnumeration(column, table))
}

function degreeOr(isWeak: boolean, reason: string): Verdict {
  return { degree: isWeak ? 'suspected' : 'likely', reason }
}

function suspectedIf(holds: boolean, reason: string): Verdict {
  return holds ? { degree: 'suspected', reason } : undefined
}

/** Two statements may be for the two sides of one thing, and logs are written as things happen. */
const MIN_RUN = 3

function isRunOfWrites(record: LoopRecord): boolean {
  const { isWrite, isUnknown, statements, parameterSets, runs, loops, table } = record
  return (
    isWrite &&
    (isUnknown ? statements : parameterSets) >= MIN_RUN &&
    runs * 2 >= loops &&
    !LOG_TABLE.test(table ?? '')
  )
}

/** Statements whose parameters are not known may also be repeated; either way fewer would do. */
function unknownVerdict(record: LoopRecord, parents: RankedParent[]): Verdict {
  if (record.statements < MIN_MANY) {
    if (record.isOneEach && isRunOfWrites(record))
      return { degree: 'likely', reason: 'writes of one kind, one after the other' }
    const isNamed = parents.some(({ parent }) => parent.named === record.loops)
    const isMatched = parents.some(({ parent }) => parent.matched === record.loops)
    const isLongRun = record.statements >= MIN_RUN && record.runs === record.loops
    const isLikely = isNamed && (isMatched || isLongRun)
    return isLikely
      ? { degree: 'likely', reason: 'they look up rows that the columns of an earlier list refer to' }
      : undefined
  }
  const reason = 'many statements of one pattern, whose parameters are not known'
  return degreeOr((record.columns.length === 0 && !record.isWrite) || mayBeListed(record), reason)
}

/** Three pages may be all that a client wants, who fetches the next ones ahead. */
const MIN_PAGES = 4

/** One stretch after the other, as an export reads them. */
function pagesVerdict({ statements, pages, pageCount }: LoopRecord): Verdict {
  if (pageCount < (pages === 'unknown' ? MIN_MANY : MIN_PAGES)) {
    return suspectedIf(statements > 2, 'pages of one list, one after the other')
  }
  if (pages === 'follows')
    return { degree: 'certain', reason: 'pages of one list, each where the last one ended' }
  return degreeOr(pages === 'none', 'pages of one list, one after the other')
}

/** Two lists may be for two kinds of the same rows. */
const MIN_LISTS = 3

/**
 * Whether statements that may query many keys each were nevertheless sent for one parent each. Batches of two
 * and more need at most half a statement for each parent.
 */
function batchVerdict(record: LoopRecord, parents: RankedParent[]): Verdict {
  const isNamed = parents.some(({ parent }) => parent.named * 2 >= record.loops && parent.refuted === 0)
  if (isNamed && record.parameterSets >= MIN_LISTS) {
    return { degree: 'likely', reason: 'lists of keys, each for a row that an earlier list refers to' }
  }
  const points = parents[0]?.points ?? []
  const several = points.filter((point) => point.parents > 1)
  if (several.length === 0 || fitsBatches(points)) return undefined
  const oneEach = withoutRowAhead(several).every((point) => point.statements >= point.parents)
  const sharesOut = parents.some(({ parent }) => parent.shared === record.loops)
  if (record.isEvenlyCut && (!oneEach || sharesOut)) return undefined
  const growth = fitGrowth(points)
  const grows = growth !== null && growth.perParent > 0.5
  const isOneEachRow = (point: GrowthPoint) => point.statements >= point.parents - (point.parents > 3 ? 1 : 0)
  if (growth !== null ? !grows : !several.every(isOneEachRow)) return undefined
  return { degree: 'likely', reason: 'lists of keys, but as many statements as earlier rows' }
}

/** The same number of statements in every request while a page grew, whatever other statements returned. */
function isSteadyBesidePages(record: LoopRecord, parents: RankedParent[]): boolean {
  return parents.some(
    ({ parent, points }) =>
      parent.isAlwaysPage && parent.requests === record.requests && fitGrowth(points)?.perParent === 0,
  )
}
