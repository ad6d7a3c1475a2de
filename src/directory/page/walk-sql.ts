import { Prisma } from '../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../public-doctors.ts'
import { allOf, type Conditions, testsOf } from './filter-sql.ts'
import { literal, type PagePlan } from './page-plan.ts'

export interface Walk {
  /** `walked`, the doctors found, and `walk`, what is known by them. */
  tables: Prisma.Sql[]
  /** Whether it found all that it was made for. */
  suffices: Prisma.Sql
}

/**
 * The first way of a search: doctors are read in the order of the page, up to a number, and tested one by one. `walk`
 * says what is known by that: whether `walked` has the page, and whether doctors match behind and beyond it. Null is
 * unknown: the walk met its limit first.
 */
export function walkSql(plan: PagePlan, conditions: Conditions, max: number): Walk {
  const { order, reading, take, behind, beyond } = plan
  const holds = allOf(testsOf(conditions))
  const length = literal(walkLength(max, reading.skip))
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
