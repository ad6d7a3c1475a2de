import { Prisma } from '../database/generated/client.ts'
import { allOf, type Condition } from './filter-sql.ts'
import { literal, type PageLimits, type PagePlan, withSummary } from './page-plan.ts'
import { PUBLIC_DOCTOR_SQL } from './public-doctors.ts'

/**
 * The statement of a page of doctors who match conditions, at least one. It does not depend on what the planner takes
 * the conditions to match, but goes one way up to a limit, and then another:
 *
 * 1. It walks the order from where the page starts, and tests doctor by doctor: `walked`. That is enough where many
 *    match.
 * 2. It finds all who match, and sorts them: `matching`. The narrowest index that is within its limit leads to them, of
 *    names (`named`) or of relations (`ids`).
 * 3. Where none is, each condition matches many while all together match hardly any nearby: all doctors are tested.
 *
 * What comes after the first way that suffices is in the statement, but never executed.
 */
export function searchSql(plan: PagePlan, conditions: readonly Condition[], limits: PageLimits): Prisma.Sql {
  const { order, reading, take } = plan
  const walk = walkSql(plan, conditions, limits)
  // The ids of one relation are counted faster than their doctors are found.
  const countsIds = conditions.length === 1 && conditions.some(({ doctorIds }) => doctorIds)
  const everyone = everyoneSql(conditions, limits, { walk, counted: plan.totalCount && !countsIds })
  const hasIds = conditions.some(({ doctorIds }) => doctorIds)
  const common = hasIds ? [Prisma.sql`common as materialized (select ${commonIds(conditions)} as ids)`] : []

  const summary: Prisma.Sql[] = []
  if (plan.totalCount) {
    const count = countsIds ? countSql(conditions) : everyone.count
    // In a subquery, or it is computed for each row of the page.
    summary.push(Prisma.sql`(select coalesce(${count}, 0)::int) as total_count`)
  }
  const anyMatching = (where: Prisma.Sql[]) =>
    Prisma.sql`exists (select from matching doctor where ${allOf(where)})`
  if (plan.behind) {
    const found = anyMatching(order.upToNear(reading))
    summary.push(Prisma.sql`coalesce((select behind from walk), ${found}) as any_behind`)
  }
  if (plan.beyond) {
    const found = anyMatching(order.fromFar(reading))
    summary.push(Prisma.sql`coalesce((select beyond from walk), ${found}) as any_beyond`)
  }
  const page = Prisma.sql`
    select * from (
      select * from walked where (select page from walk)
      union all
      select * from matching doctor where ${allOf([Prisma.sql`not (select page from walk)`, ...order.between(reading)])}
    ) doctor ${order.sorted} limit ${take} offset ${reading.skip}`
  const rows = take > 0 ? page : undefined
  const select = summary.length === 0 ? page : withSummary(plan, summary, rows)
  return Prisma.sql`with ${Prisma.join([...common, ...walk.tables, ...everyone.tables], ', ')} ${select}`
}

interface Walk {
  tables: Prisma.Sql[]
  /** Whether it found all that it was made for. */
  suffices: Prisma.Sql
}

/**
 * The first way. `walk` says what it found out: whether `walked` has the page, and whether doctors match behind and
 * beyond it. Null is unknown: the walk met its limit first.
 */
function walkSql(plan: PagePlan, conditions: readonly Condition[], limits: PageLimits): Walk {
  const { order, reading, take, behind, beyond } = plan
  const holds = allOf(conditions.map((condition) => condition.holds))
  const length = literal(walkLength(limits.walk, reading.skip))
  const from = (where: Prisma.Sql[], sorted: Prisma.Sql) =>
    Prisma.sql`from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...where])} ${sorted}`
  const stretch = (where: Prisma.Sql[], sorted: Prisma.Sql) => Prisma.sql`
    select doctor.id, doctor.name, doctor.search_name, doctor.created_at ${from(where, sorted)} limit ${length}`
  const endsIn = (where: Prisma.Sql[], sorted: Prisma.Sql) =>
    Prisma.sql`not exists (select ${from(where, sorted)} offset ${length} limit 1)`
  const anyOn = (where: Prisma.Sql[], sorted: Prisma.Sql) => Prisma.sql`case
    when exists (select from (${stretch(where, sorted)}) doctor where ${holds}) then true
    when ${endsIn(where, sorted)} then false end`

  // Behind a page by offset are the doctors that it skips.
  const skips = behind && reading.near === undefined
  const wanted = take > 0 ? reading.skip + take : skips ? 1 : 0
  const columns: Prisma.Sql[] = []
  const tables: Prisma.Sql[] = []
  if (wanted > 0) {
    const between = order.between(reading)
    tables.push(Prisma.sql`walked as materialized (
      select doctor.id, doctor.name, doctor.created_at from (${stretch(between, order.sorted)}) doctor
      where ${holds} ${order.sorted} limit ${wanted})`)
    columns.push(Prisma.sql`(select count(*) from walked) = ${wanted}
      or ${endsIn(between, order.sorted)} as page`)
  }
  if (skips) {
    columns.push(Prisma.sql`case when exists (select from walked) then true
      when ${endsIn(order.between(reading), order.sorted)} then false end as behind`)
  } else if (behind) {
    columns.push(Prisma.sql`${anyOn(order.upToNear(reading), order.reversed)} as behind`)
  }
  if (beyond) columns.push(Prisma.sql`${anyOn(order.fromFar(reading), order.sorted)} as beyond`)
  if (columns.length === 0) return { tables, suffices: Prisma.sql`true` }
  tables.push(Prisma.sql`walk as materialized (select ${Prisma.join(columns, ', ')})`)
  const known = [
    ...(wanted > 0 ? [Prisma.sql`page`] : []),
    ...(behind ? [Prisma.sql`behind is not null`] : []),
    ...(beyond ? [Prisma.sql`beyond is not null`] : []),
  ]
  return { tables, suffices: Prisma.sql`(select ${allOf(known)} from walk)` }
}

/** A page by offset skips those who match: the walk is longer, by a power of two, so that there are few texts. */
function walkLength(walk: number, skip: number): number {
  return skip === 0 ? walk : walk + 2 ** Math.ceil(Math.log2(4 * skip))
}

interface Everyone {
  tables: Prisma.Sql[]
  /** The number of all who match. */
  count: Prisma.Sql
}

/**
 * The second way and the third: `matching` is everyone who matches, if the walk does not suffice or they are counted.
 * The third is not taken to count only: then numbers of ids are enough, and no rows are carried.
 */
function everyoneSql(
  conditions: readonly Condition[],
  limits: PageLimits,
  { walk, counted }: { walk: Walk; counted: boolean },
): Everyone {
  const tables: Prisma.Sql[] = []
  const found: Prisma.Sql[] = []
  let wanted = counted ? Prisma.sql`true` : Prisma.sql`not ${walk.suffices}`
  for (const { table, rows, isOver } of sourcesOf(conditions, limits)) {
    tables.push(table(wanted))
    found.push(rows)
    wanted = Prisma.sql`${wanted} and ${isOver}`
  }
  found.push(Prisma.sql`
    select doctor.id, doctor.name, doctor.created_at from doctor
    where ${wanted} and not ${walk.suffices} and ${PUBLIC_DOCTOR_SQL} and ${matchesAll(conditions)}`)
  tables.push(Prisma.sql`matching as materialized (${Prisma.join(found, ' union all ')})`)
  const count = Prisma.sql`case when ${wanted} and ${walk.suffices}
    then ${countSql(conditions)}
    else (select count(*) over () from matching limit 1) end`
  return { tables, count }
}

/** The third way: by the index of names, however many it finds, or by the ids that all conditions have in common. */
function matchesAll(conditions: readonly Condition[]): Prisma.Sql {
  const hasIds = conditions.some(({ doctorIds }) => doctorIds)
  return !hasIds || conditions.some(({ indexed }) => indexed)
    ? allOf(conditions.map(({ indexed, holds }) => indexed ?? holds))
    : Prisma.sql`doctor.id = any((select ids from common)::int[])`
}

/** The number of all who match, by the ids that the conditions have in common. */
function countSql(conditions: readonly Condition[]): Prisma.Sql {
  return conditions.some(({ doctorIds }) => doctorIds)
    ? Prisma.sql`(select icount(ids) from common)`
    : Prisma.sql`(select count(*) from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...conditions.map(({ holds }) => holds)])})`
}

/**
 * The ids of public doctors who match all conditions, as a sorted array. Sorting and intersecting arrays of integers is
 * several times faster than any join of as many rows, and takes the same time whatever the planner expects.
 */
function commonIds(conditions: readonly Condition[]): Prisma.Sql {
  const lists = conditions.flatMap(({ doctorIds }) =>
    doctorIds === undefined ? [] : [Prisma.sql`uniq(sort(array(${doctorIds})))`],
  )
  const names = conditions.filter(({ doctorIds }) => doctorIds === undefined)
  const publicIds =
    names.length > 0
      ? Prisma.sql`& array(select doctor.id from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...names.map(({ holds }) => holds)])})`
      : Prisma.sql`- array(select doctor.id from doctor where not ${PUBLIC_DOCTOR_SQL})`
  return Prisma.sql`(${Prisma.join(lists, ' & ')} ${publicIds})`
}

/** A way to find everyone who matches, if they are few. */
interface Source {
  /** Its table in the statement, which is empty unless it is wanted. */
  table(wanted: Prisma.Sql): Prisma.Sql
  /** Those found who match, if it found all. */
  rows: Prisma.Sql
  /** Whether it met its limit. */
  isOver: Prisma.Sql
}

/** From the one that costs the least to find out that it is over its limit. */
function sourcesOf(conditions: readonly Condition[], limits: PageLimits): Source[] {
  const byIds = conditions.some(({ doctorIds }) => doctorIds) ? [idSource(conditions, limits.ids)] : []
  const name = conditions.find(({ doctorIds }) => doctorIds === undefined)
  if (name === undefined) return byIds
  const others = conditions.filter((condition) => condition !== name)
  const byName = nameSource(name, others, limits.named)
  return name.indexed === undefined ? [...byIds, byName] : [byName, ...byIds]
}

function nameSource(name: Condition, others: readonly Condition[], max: number): Source {
  const rows = [
    Prisma.sql`(select count(*) from named) <= ${literal(max)}`,
    ...others.map(({ holds }) => holds),
  ]
  return {
    table: (wanted) => Prisma.sql`named as materialized (
      select doctor.id, doctor.name, doctor.created_at from doctor
      where ${wanted} and ${PUBLIC_DOCTOR_SQL} and ${name.indexed ?? name.holds} limit ${literal(max + 1)})`,
    rows: Prisma.sql`select doctor.id, doctor.name, doctor.created_at from named doctor where ${allOf(rows)}`,
    isOver: Prisma.sql`(select count(*) from named) > ${literal(max)}`,
  }
}

/** The ids of the condition that has the fewest. An array in a condition on ids is sorted, and each id read once. */
function idSource(conditions: readonly Condition[], max: number): Source {
  const withIds = conditions.filter(({ doctorIds }) => doctorIds)
  const listsOf = (wanted: Prisma.Sql) =>
    withIds.map(
      ({ doctorIds }) => Prisma.sql`
        select array(select doctor_id from (${doctorIds}) found limit ${literal(max + 1)}) as ids where ${wanted}`,
    )
  // The only list needs no test of its own condition; of several, any can be the shortest.
  const tested = withIds.length === 1 ? conditions.filter(({ doctorIds }) => !doctorIds) : conditions
  return {
    table: (wanted) => Prisma.sql`lists as materialized (${Prisma.join(listsOf(wanted), ' union all ')}),
      ids as materialized (
        select ids from lists where cardinality(ids) <= ${literal(max)} order by cardinality(ids) limit 1)`,
    rows: Prisma.sql`
      select doctor.id, doctor.name, doctor.created_at from doctor
      where doctor.id = any((select ids from ids)::int[])
        and ${allOf([PUBLIC_DOCTOR_SQL, ...tested.map(({ holds }) => holds)])}`,
    isOver: Prisma.sql`not exists (select from ids)`,
  }
}
