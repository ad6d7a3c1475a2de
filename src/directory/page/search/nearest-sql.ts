import { Prisma } from '../../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import { literal, type PageLimits, type PagePlan } from '../plan/page-plan.ts'
import { blocksSql } from './bitmap-sql.ts'
import { allOf, type Conditions, testsOf } from './filter-sql.ts'

export interface Nearest {
  /** `nearest`, those who match and stand nearest to where the page starts, and the tables that lead to them. */
  tables: Prisma.Sql[]
  /** Whether the page is known by them. */
  suffices: Prisma.Sql
}

interface NearestOptions {
  limits: PageLimits
  /** Where this does not hold, nobody is looked for, and nothing is known. */
  wanted: Prisma.Sql
}

/**
 * Those who match and stand nearest to where the page starts, in the order of names. Bitmaps say who may match
 * (`possible`), and the database's function `nearest_doctors` who of them are the nearest (`reached`). These are tested for
 * all conditions, and sorted.
 *
 * Undefined where the order is another, or the page so far from where it starts that these would be many.
 */
export function nearestSql(
  plan: PagePlan,
  conditions: Conditions,
  { limits, wanted }: NearestOptions,
): Nearest | undefined {
  const { order, reading, take } = plan
  const rows = reading.skip + take
  const enough = rows + limits.nearest
  if (take === 0 || order.names === undefined || 2 * enough > limits.tested) return undefined
  // A name alone has an index, which is faster where few can have it.
  const { name, relations } = conditions
  const atLeast = name?.indexed === undefined || relations.length > 0 ? 0 : limits.named + 1
  const tests = [
    PUBLIC_DOCTOR_SQL,
    Prisma.sql`doctor.id = any((select ids from reached)::int[])`,
    ...order.between(reading),
    ...testsOf(conditions),
  ]
  const tables = [
    Prisma.sql`possible as materialized (
      select coalesce(array_agg(block), '{}') as blocks, coalesce(array_agg(doctors), '{}') as doctors
      from (${blocksSql(...narrowingOf(conditions))}) blocks
      where ${wanted} and bit_count(doctors) > 0
      having coalesce(sum(bit_count(doctors)), 0) >= ${literal(atLeast)})`,
    Prisma.sql`reached as materialized (
      select reached.* from possible, nearest_doctors(
        blocks, doctors, ${reading.near?.key ?? null}::text, ${order.names === 'descending'}::boolean, ${enough}::int,
        ${literal(limits.possible)}, ${literal(limits.tested)}, ${literal(limits.sampledBlocks)}) reached
      where ${wanted})`,
    Prisma.sql`nearest as materialized (
      select ${order.columns} from doctor where ${allOf(tests)} ${order.sorted} limit ${rows})`,
    Prisma.sql`nearest_known as materialized (
      select coalesce((
        select ids is not null and (is_end or (select count(*) from nearest) = ${rows}) from reached), false) as page)`,
  ]
  return { tables, suffices: Prisma.sql`(select page from nearest_known)` }
}

/** Conditions that any of their terms meets, and terms that all who match have. */
function narrowingOf({ name, relations }: Conditions): Parameters<typeof blocksSql> {
  const ofRelations = relations.flatMap(({ narrowing }) => narrowing)
  return name?.terms === undefined ? [ofRelations, name?.narrowing] : [[name.terms, ...ofRelations]]
}
