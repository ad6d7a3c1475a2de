import { Prisma } from '../../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import { literal, type PageLimits, type PagePlan } from '../plan/page-plan.ts'
import type { Bitmaps } from './bitmap-sql.ts'
import { commonTables } from './common-ids-sql.ts'
import { allOf, type Conditions, type NameCondition } from './filter-sql.ts'
import { type IndexSource, idSource, nameBesideManySource, nameSource } from './index-sources.ts'
import { nearestSql } from './nearest-sql.ts'
import type { Walk } from './walk-sql.ts'

export interface Matching {
  /** `matching`, everyone who matches, and the tables that lead to it; among them `nearest`, if that is a way. */
  tables: Prisma.Sql[]
  /** Whether the page is known by `nearest`; undefined where that is not in the statement. */
  nearestSuffices: Prisma.Sql | undefined
  /** The number of everyone who matches. */
  count: Prisma.Sql
}

interface MatchingOptions {
  plan: PagePlan
  limits: PageLimits
  walk: Walk
  /** The ids of a relation, if they are read before the walk: then their tables are in the statement already. */
  ids: IndexSource | undefined
  /** Likewise. */
  bitmaps: Bitmaps | undefined
}

/**
 * The ways of a search after its walk: the nearest or everyone who matches, if the walk does not suffice or they are counted.
 *
 * All by bitmaps are not found to count only: then a number is enough, of bits or of ids, and no rows are carried. Nor are
 * the few of one condition alone, which is counted faster than its doctors are found.
 */
export function matchingSql(conditions: Conditions, options: MatchingOptions): Matching {
  const { plan, limits, walk, bitmaps } = options
  const { name, relations } = conditions
  const needsIds = relations.length > 0 || name?.terms !== undefined
  const tables = needsIds ? commonTables(conditions, options) : []
  const isSought = isSoughtSql(conditions, options)
  const found: Prisma.Sql[] = []
  const overs: Prisma.Sql[] = []
  if (options.ids !== undefined) {
    found.push(options.ids.rows)
    overs.push(options.ids.isOver)
  }
  const goOn = [isSought]
  const addSource = ({ tables: leading, rows, isOver }: IndexSource) => {
    tables.push(...leading(allOf([...goOn, ...overs])))
    found.push(rows)
    overs.push(isOver)
  }
  const sources = sourcesOf(conditions, options)
  sources.ofFew.forEach(addSource)
  const nearest = nearestSql(plan, conditions, { limits, wanted: allOf([walk.lacksPage, ...overs]) })
  if (nearest !== undefined) {
    tables.push(...nearest.tables)
    goOn.push(Prisma.sql`not ${nearest.suffices}`)
  }
  sources.ofMany.forEach(addSource)
  // By the ids that all conditions have in common, or by a name, however many have it.
  const matchesAll =
    needsIds || name === undefined
      ? Prisma.sql`doctor.id = any((select ids from common)::int[])`
      : (name.indexed ?? name.holds)
  const last = [PUBLIC_DOCTOR_SQL, ...goOn, ...overs, Prisma.sql`not ${walk.suffices}`, matchesAll]
  found.push(Prisma.sql`select ${plan.order.columns} from doctor where ${allOf(last)}`)
  tables.push(Prisma.sql`matching as materialized (${Prisma.join(found, ' union all ')})`)
  const result = { tables, nearestSuffices: nearest?.suffices }

  const few = Prisma.sql`(select count(*) over () from matching limit 1)`
  const many = bitmaps?.decideAll ? bitmaps.count : Prisma.sql`(select icount(ids) from common)`
  if (name !== undefined && relations.length === 0) {
    const named = name.terms === undefined ? countNames(name, limits.countedNames) : many
    const knowsPage = [walk.suffices, ...(nearest === undefined ? [] : [nearest.suffices])]
    return {
      ...result,
      count: Prisma.sql`case when ${Prisma.join(knowsPage, ' or ')} then ${named} else ${few} end`,
    }
  }
  const areFew = Prisma.sql`${isSought} and not (${allOf(overs)})`
  return {
    ...result,
    count: isOneCondition(conditions) ? many : Prisma.sql`case when ${areFew} then ${few} else ${many} end`,
  }
}

function isOneCondition({ name, relations }: Conditions): boolean {
  return relations.length + (name === undefined ? 0 : 1) === 1
}

/** Whether those who match are looked for at all: the page needs them, or their number does. */
function isSoughtSql(conditions: Conditions, { plan, walk, bitmaps, limits }: MatchingOptions): Prisma.Sql {
  const isUnknown = Prisma.sql`not ${walk.suffices}`
  if (plan.total === undefined || isOneCondition(conditions)) return isUnknown
  if (!bitmaps?.decideAll) return Prisma.sql`true`
  return Prisma.sql`(${isUnknown} or ${isSmall(limits.countedRows)})`
}

/** Whether the directory has no more doctors than that: all of them are tested as fast as bitmaps are read. */
function isSmall(max: number): Prisma.Sql {
  return Prisma.sql`(select count(*) from (select from doctor limit ${literal(max + 1)}) doctor) <= ${literal(max)}`
}

/**
 * From the one that costs the least to find out that it is over its limit; without the one that was read before the walk.
 * Those of few are looked into before the bitmaps of who may match, and those of many after them.
 */
function sourcesOf(
  conditions: Conditions,
  { plan: { order }, limits, ids }: MatchingOptions,
): { ofFew: IndexSource[]; ofMany: IndexSource[] } {
  const { name, relations } = conditions
  const byIds =
    relations.length === 0 || ids !== undefined ? [] : [idSource(conditions, { order, max: limits.ids })]
  // A name alone has one index, which is looked into whole; bitmaps find a short text faster than a scan of names.
  if (name === undefined || name.terms !== undefined || relations.length === 0)
    return { ofFew: byIds, ofMany: [] }
  const ofFew = [...byIds, nameSource(name, relations, { order, max: limits.named })]
  const { indexed } = name
  const listed = relations.filter(({ terms }) => terms === undefined)
  return {
    ofFew,
    ofMany:
      indexed === undefined || listed.length === 0
        ? []
        : [nameBesideManySource(indexed, { relations, listed, order, max: limits.sortedIds })],
  }
}

/** An index of trigrams leads to names faster than all are read, unless very many match. */
function countNames({ holds, indexed }: NameCondition, max: number): Prisma.Sql {
  const all = Prisma.sql`(select count(*) from doctor where ${PUBLIC_DOCTOR_SQL} and ${holds})`
  if (indexed === undefined) return all
  return Prisma.sql`(
    select case when count(*) <= ${literal(max)} then count(*) else ${all} end
    from (select from doctor where ${PUBLIC_DOCTOR_SQL} and ${indexed} limit ${literal(max + 1)}) named)`
}
