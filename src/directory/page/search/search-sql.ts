import { Prisma } from '../../../database/generated/client.ts'
import { type PageLimits, type PagePlan, withSummary } from '../plan/page-plan.ts'
import type { ReadingOrder } from '../plan/reading-order.ts'
import { totalColumns } from '../plan/total-sql.ts'
import { bitmapsOf } from './bitmap-sql.ts'
import { allOf, type Conditions } from './filter-sql.ts'
import { idSource } from './index-sources.ts'
import { matchingSql } from './matching-sql.ts'
import { walkLength, walkSql } from './walk-sql.ts'

/**
 * The statement of a page of doctors who match conditions, at least one. It does not depend on what the planner takes
 * the conditions to match, but goes one way up to a limit, and then another:
 *
 * 1. It walks the order from where the page starts, and tests doctor by doctor: `walked`. That is enough where many
 *    match.
 * 2. It finds all who match, and sorts them: `matching`. The narrowest index that is within its limit leads to them, of
 *    names (`named`) or of relations (`ids`).
 * 3. Where none is, each condition matches many, but none near to where the page starts. In the order of names, bitmaps lead
 *    to the nearest who match (`nearest`).
 * 4. If these do not suffice, all who match are found by bitmaps (`met`), sorted ids and names, and sorted.
 *
 * What comes after the first way that suffices is in the statement, but never executed. A page by offset is a long walk,
 * which is not begun if the relation has few, or if it can be expected not to suffice.
 *
 * All ways carry the ids of doctors and their sort keys; the doctors of the page are read last, one by one: the offset
 * keeps that from becoming a join with all doctors.
 */
export function searchSql(plan: PagePlan, conditions: Conditions, limits: PageLimits): Prisma.Sql {
  const { order, reading, take } = plan
  const hasRelations = conditions.relations.length > 0
  const ids = hasRelations && reading.skip > 0 ? idSource(conditions, { order, max: limits.ids }) : undefined
  const counted = plan.total !== undefined
  // One relation that has few is read from its own index.
  const isOneRelation = conditions.name === undefined && conditions.relations.length === 1
  const bitmaps = isOneRelation && !counted && reading.skip === 0 ? undefined : bitmapsOf(conditions)
  const length = walkLength(walkLimit(conditions, limits, order), reading.skip)
  const inVain = [
    ...(ids === undefined ? [] : [Prisma.sql`exists (select from ids)`]),
    ...(bitmaps === undefined || reading.skip === 0 ? [] : [bitmaps.expectLess(reading.skip + take, length)]),
  ]
  const walk = walkSql(plan, conditions, {
    length,
    unless: inVain.length === 0 ? undefined : Prisma.join(inVain, ' or '),
  })
  const matching = matchingSql(conditions, { plan, limits, walk, ids, bitmaps })

  const summary: Prisma.Sql[] = []
  if (plan.total !== undefined) {
    summary.push(...totalColumns(plan.total, Prisma.sql`coalesce(${matching.count}, 0)::int`))
  }
  const { nearestSuffices } = matching
  const nearest =
    nearestSuffices === undefined ? [] : [Prisma.sql`select * from nearest where ${nearestSuffices}`]
  const anyMatching = (where: Prisma.Sql[]) =>
    Prisma.sql`exists (select from matching doctor where ${allOf(where)})`
  if (plan.behind) {
    // Behind a page by offset, which is known whole, are the doctors that it skips.
    const found = Prisma.join(
      [anyMatching(order.upToNear(reading)), ...nearest.map((rows) => Prisma.sql`exists (${rows})`)],
      ' or ',
    )
    summary.push(Prisma.sql`coalesce((select behind from walk), ${found}) as any_behind`)
  }
  if (plan.beyond) {
    const found = anyMatching(order.fromFar(reading))
    summary.push(Prisma.sql`coalesce((select beyond from walk), ${found}) as any_beyond`)
  }
  const isUnknown = Prisma.sql`(select page from walk) is null`
  const rows = [
    Prisma.sql`select * from walked where (select page from walk)`,
    ...nearest,
    Prisma.sql`select * from matching doctor where ${allOf([isUnknown, ...order.between(reading)])}`,
  ]
  const page = Prisma.sql`
    select doctor.* from (
      select * from (
        ${Prisma.join(rows, ' union all ')}
      ) doctor ${order.sorted} limit ${take} offset ${reading.skip}
    ) found cross join lateral (
      select doctor.id, doctor.name, doctor.created_at from doctor where doctor.id = found.id offset 0
    ) doctor`
  const select =
    summary.length === 0
      ? Prisma.sql`${page} ${order.sorted}`
      : withSummary(plan, summary, take > 0 ? page : undefined)
  const tables = [
    ...(bitmaps?.tables ?? []),
    ...(ids?.tables(Prisma.sql`true`) ?? []),
    ...walk.tables,
    ...matching.tables,
  ]
  return Prisma.sql`with ${Prisma.join(tables, ', ')} ${select}`
}

/** Half as far where the nearest are found next for certain, or by an index of names: that takes no longer than the rest. */
function walkLimit({ name, relations }: Conditions, limits: PageLimits, order: ReadingOrder): number {
  if (relations.length === 0 && name?.terms !== undefined) return limits.walkShortNames
  const limit = relations.length > 0 ? limits.walk : limits.walkNames
  const isLedOn =
    relations.length === 0 ||
    [...relations, ...(name === undefined ? [] : [name])].every(({ terms }) => terms !== undefined)
  return order.names !== undefined && isLedOn ? Math.ceil(limit / 2) : limit
}
