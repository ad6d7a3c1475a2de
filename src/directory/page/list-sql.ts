import { Prisma } from '../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../public-doctors.ts'
import { literal, type PageLimits, type PagePlan, withSummary } from './plan/page-plan.ts'
import { totalColumns } from './plan/total-sql.ts'
import { allOf } from './search/filter-sql.ts'

/** The statement of a page of all doctors. An index has their order, and the page is read where it starts. */
export function listSql(plan: PagePlan, limits: PageLimits): Prisma.Sql {
  const total = plan.total === undefined ? [] : totalColumns(plan.total, countSql(limits.window))
  return orderedSql(plan, { where: PUBLIC_DOCTOR_SQL, total })
}

/**
 * A page that is read in its order, as far as it goes.
 *
 * @param where which doctors are on its pages.
 * @param total columns of the summary that say how many these are.
 */
export function orderedSql(
  plan: PagePlan,
  { where, total }: { where: Prisma.Sql; total: readonly Prisma.Sql[] },
): Prisma.Sql {
  const { order, reading, take } = plan
  const anyWhere = (conditions: Prisma.Sql[]) =>
    Prisma.sql`exists (select from doctor where ${allOf([where, ...conditions])})`
  const summary = [...total]
  if (plan.behind) summary.push(Prisma.sql`${anyWhere(order.upToNear(reading))} as any_behind`)
  if (plan.beyond) summary.push(Prisma.sql`${anyWhere(order.fromFar(reading))} as any_beyond`)
  const page = Prisma.sql`
    select doctor.id, doctor.name, doctor.created_at from doctor
    where ${allOf([where, ...order.between(reading)])}
    ${order.sorted} limit ${take} offset ${reading.skip}`
  return summary.length === 0 ? page : withSummary(plan, summary, take > 0 ? page : undefined)
}

/**
 * A window function counts a directory up to the maximum, and an aggregate a larger one: the window carries the rows
 * that it counts, and takes two and a half times as long for a million of them. The aggregate counts all doctors without
 * looking into them, and subtracts those of the small index of who is not public.
 */
function countSql(max: number): Prisma.Sql {
  const rows = Prisma.sql`select from doctor where ${PUBLIC_DOCTOR_SQL}`
  const all = Prisma.sql`(select count(*) from doctor)
    - (select count(*) from doctor where not ${PUBLIC_DOCTOR_SQL})`
  return Prisma.sql`coalesce((
    select case when head.count <= ${literal(max)} then head.count else ${all} end
    from (select count(*) over () as count from (${rows} limit ${literal(max + 1)}) doctor limit 1) head), 0)::int`
}
