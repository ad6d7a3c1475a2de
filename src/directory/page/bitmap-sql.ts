import { Prisma } from '../../database/generated/client.ts'
import type { TermRanges } from './bitmap-terms.ts'
import type { Conditions } from './filter-sql.ts'
import { literal } from './page-plan.ts'

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
    tables: tablesOf(decided),
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
 * Bits of a block are null where none of its doctors meets one of the conditions. Each range of terms is read from the
 * index, whatever the planner takes it to be: the offset keeps it from reading all bitmaps.
 */
function tablesOf(conditions: readonly TermRanges[]): Prisma.Sql[] {
  const ranges = conditions.map(
    (terms, index) => Prisma.sql`select ${literal(index + 1)}, kind, first, last from (${terms}) term`,
  )
  const bitsOf = (condition: number) =>
    Prisma.sql`bit_or(doctors) filter (where condition = ${literal(condition)})`
  const meetAll = conditions.map((_, index) => bitsOf(index + 1))
  return [
    Prisma.sql`met as materialized (
      select block, ${bitsOf(0)} as public, ${bitsOf(0)} & ${Prisma.join(meetAll, ' & ')} as doctors
      from (
        select 0 as condition, 'public' as kind, '' as first, '' as last
        union all ${Prisma.join(ranges, ' union all ')}
      ) wanted cross join lateral (
        select block, doctors from doctor_bitmap
        where doctor_bitmap.kind = wanted.kind
          and term >= wanted.first collate "C" and term <= wanted.last collate "C" offset 0
      ) found
      group by block)`,
    Prisma.sql`met_count as materialized (
      select coalesce(sum(bit_count(doctors)), 0) as doctors, sum(bit_count(public)) as public from met)`,
  ]
}
