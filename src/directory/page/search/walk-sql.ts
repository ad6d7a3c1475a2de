import { Prisma } from '../../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import { literal, type PagePlan } from '../plan/page-plan.ts'
import { allOf, type Conditions, testsOf } from './filter-sql.ts'

export interface Walk {
  /** `walked`, the doctors found, and `walk`, what is known by them. */
  tables: Prisma.Sql[]
  /** Whether it found all that it was made for. */
  suffices: Prisma.Sql
  /** Whether only the page is unknown, and what depends on it. */
  lacksPage: Prisma.Sql
}

interface WalkOptions {
  /** Doctors that are read, at most. */
  length: number
  /** Where this holds, no doctor is read, and nothing is known. */
  unless: Prisma.Sql | undefined
}

/**
 * The first way of a search: doctors are read in the order of the page, up to a number, and tested one by one. `walk`
 * says what is known by that: whether `walked` has the page, and whether doctors match behind and beyond it. Null is
 * unknown: the walk met its limit first.
 */
export function walkSql(plan: PagePlan, conditions: Conditions, options: WalkOptions): Walk {
  const { order, reading, take, behind, beyond } = plan
  const holds = allOf(testsOf(conditions))
  const length = literal(options.length)
  // What the index of the order has, so that only the test of a name reads the table.
  const tested =
    conditions.name === undefined ? order.columns : Prisma.sql`${order.columns}, doctor.search_name`
  const from = (where: Prisma.Sql[], sorted: Prisma.Sql) =>
    Prisma.sql`from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...where])} ${sorted}`
  const stretch = (where: Prisma.Sql[], sorted: Prisma.Sql) =>
    Prisma.sql`select ${tested} ${from(where, sorted)} limit ${length}`
  const endsIn = (where: Prisma.Sql[], sorted: Prisma.Sql) =>
    Prisma.sql`not exists (select ${from(where, sorted)} offset ${length} limit 1)`
  const anyOn = (where: Prisma.Sql[], sorted: Prisma.Sql) => [
    Prisma.sql`when exists (select from (${stretch(where, sorted)}) doctor where ${holds}) then true`,
    Prisma.sql`when ${endsIn(where, sorted)} then false`,
  ]
  const column = (name: string, whens: Prisma.Sql[]) => {
    const all =
      options.unless === undefined ? whens : [Prisma.sql`when ${options.unless} then null`, ...whens]
    return Prisma.sql`case ${Prisma.join(all, ' ')} end as ${Prisma.raw(name)}`
  }

  // Behind a page by offset are the doctors that it skips.
  const skips = behind && reading.near === undefined
  const wanted = take > 0 ? reading.skip + take : skips ? 1 : 0
  const columns: Prisma.Sql[] = []
  const tables: Prisma.Sql[] = []
  if (wanted > 0) {
    const between = order.between(reading)
    tables.push(Prisma.sql`walked as materialized (
      select ${order.columns} from (${stretch(between, order.sorted)}) doctor
      where ${holds} ${order.sorted} limit ${wanted})`)
    columns.push(
      column('page', [
        Prisma.sql`when (select count(*) from walked) = ${wanted} or ${endsIn(between, order.sorted)} then true`,
      ]),
    )
  }
  if (skips) {
    columns.push(
      column('behind', [
        Prisma.sql`when exists (select from walked) then true`,
        Prisma.sql`when ${endsIn(order.between(reading), order.sorted)} then false`,
      ]),
    )
  } else if (behind) {
    columns.push(column('behind', anyOn(order.upToNear(reading), order.reversed)))
  }
  if (beyond) columns.push(column('beyond', anyOn(order.fromFar(reading), order.sorted)))
  if (columns.length === 0) return { tables, suffices: Prisma.sql`true`, lacksPage: Prisma.sql`false` }
  tables.push(Prisma.sql`walk as materialized (select ${Prisma.join(columns, ', ')})`)
  const isKnown = (name: string) => Prisma.sql`${Prisma.raw(name)} is not null`
  const known = [
    ...(wanted > 0 ? ['page'] : []),
    ...(behind ? ['behind'] : []),
    ...(beyond ? ['beyond'] : []),
  ].map(isKnown)
  const besidePage = [...(behind && !skips ? ['behind'] : []), ...(beyond ? ['beyond'] : [])].map(isKnown)
  return {
    tables,
    suffices: Prisma.sql`(select ${allOf(known)} from walk)`,
    lacksPage:
      take === 0
        ? Prisma.sql`false`
        : Prisma.sql`(select ${allOf([Prisma.sql`page is null`, ...besidePage])} from walk)`,
  }
}

/** A page by offset skips those who match: the walk is longer, by a power of two, so that there are few texts. */
export function walkLength(walk: number, skip: number): number {
  return skip === 0 ? walk : walk + 2 ** Math.ceil(Math.log2(4 * skip))
}
