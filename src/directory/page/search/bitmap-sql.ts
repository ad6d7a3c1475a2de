import { Prisma } from '../../../database/generated/client.ts'
import { literal } from '../plan/page-plan.ts'
import type { TermRanges } from './bitmap-terms.ts'
import type { Conditions } from './filter-sql.ts'

/** What bitmaps say of the conditions of a filter that they decide. */
export interface Bitmaps {
  /** `met`, the doctors of each block of 1,024 ids, as bits, and `met_count`, their number. */
  tables: Prisma.Sql[]
  /** Whether they decide all conditions. */
  decideAll: boolean
  /** The number of public doctors who meet the conditions that they decide. */
  count: Prisma.Sql
  /** Selects their ids. */
  doctorIds: Prisma.Sql
  /**
   * Whether a walk of the order that tests so many doctors can be expected to find fewer than are wanted, if those who
   * match are spread evenly.
   */
  expectLess(wanted: number, walked: number): Prisma.Sql
}

/** Undefined where they decide none of the conditions. */
export function bitmapsOf({ name, relations }: Conditions): Bitmaps | undefined {
  const conditions = name === undefined ? relations : [name, ...relations]
  const decided = conditions.flatMap(({ terms }) => (terms === undefined ? [] : [terms]))
  if (decided.length === 0) return undefined
  return {
    tables: [
      Prisma.sql`met as materialized (${blocksSql(decided)})`,
      Prisma.sql`met_count as materialized (
        select coalesce(sum(bit_count(doctors)), 0) as doctors, sum(bit_count(public)) as public from met)`,
    ],
    decideAll: decided.length === conditions.length,
    count: Prisma.sql`(select doctors from met_count)`,
    doctorIds: Prisma.sql`
      select met.block * 1024 + number from met, generate_series(0, 1023) number
      where bit_count(met.doctors) > 0 and get_bit(met.doctors, number) = 1`,
    expectLess: (wanted, walked) =>
      Prisma.sql`(select doctors * ${literal(walked)} < public * ${wanted}::int from met_count)`,
  }
}

/**
 * Selects `block`, `public`, its public doctors, and `doctors`, those of them who meet the conditions: null where none of
 * the block meets one of them. Each range of terms is read from the index, whatever the planner takes it to be: the offset
 * keeps it from reading all bitmaps.
 *
 * @param every ranges of one term each, all of which the doctors have. The others are conditions that any term meets.
 */
export function blocksSql(conditions: readonly TermRanges[], every?: TermRanges): Prisma.Sql {
  const bitsOf = (condition: number) =>
    Prisma.sql`bit_or(doctors) filter (where condition = ${literal(condition)})`
  const all =
    every === undefined
      ? bitsOf(0)
      : Prisma.sql`case when count(*) filter (where condition = 0) = (select count(*) + 1 from (${every}) term)
          then bit_and(doctors) filter (where condition = 0) end`
  const meetAll = [all, ...conditions.map((_, index) => bitsOf(index + 1))]
  const wanted = [
    Prisma.sql`select 0 as condition, 'public' as kind, '' as first, '' as last`,
    ...(every === undefined ? [] : [Prisma.sql`select 0, kind, first, last from (${every}) term`]),
    ...conditions.map(
      (terms, index) => Prisma.sql`select ${literal(index + 1)}, kind, first, last from (${terms}) term`,
    ),
  ]
  return Prisma.sql`
    select block, ${all} as public, ${Prisma.join(meetAll, ' & ')} as doctors
    from (${Prisma.join(wanted, ' union all ')}) wanted cross join lateral (
      select block, doctors from doctor_bitmap
      where doctor_bitmap.kind = wanted.kind
        and term >= wanted.first collate "C" and term <= wanted.last collate "C" offset 0
    ) found
    group by block`
}
