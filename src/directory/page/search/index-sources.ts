import { Prisma } from '../../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import { literal } from '../plan/page-plan.ts'
import type { ReadingOrder } from '../plan/reading-order.ts'
import { allOf, type Conditions, type NameCondition, type RelationCondition, testsOf } from './filter-sql.ts'

/** An index that leads to everyone who matches, if it has few. */
export interface IndexSource {
  /** Its tables in the statement, which are empty unless they are wanted. */
  tables(wanted: Prisma.Sql): Prisma.Sql[]
  /** Those who match, if it did not meet its limit. */
  rows: Prisma.Sql
  isOver: Prisma.Sql
}

interface SourceOptions {
  order: ReadingOrder
  /** How many it may lead to. */
  max: number
}

/** By the index of names; by a scan of all names, if the text has no trigram. */
export function nameSource(
  name: NameCondition,
  relations: RelationCondition[],
  { order, max }: SourceOptions,
): IndexSource {
  const count = Prisma.sql`(select count(*) from named)`
  const tests = [Prisma.sql`${count} <= ${literal(max)}`, ...relations.map(({ holds }) => holds)]
  return {
    tables: (wanted) => [
      Prisma.sql`named as materialized (
        select ${order.columns} from doctor
        where ${PUBLIC_DOCTOR_SQL} and ${wanted} and ${name.indexed ?? name.holds} limit ${literal(max + 1)})`,
    ],
    rows: Prisma.sql`select * from named doctor where ${allOf(tests)}`,
    isOver: Prisma.sql`${count} > ${literal(max)}`,
  }
}

/** By the ids of the relation that has the fewest. An array in a condition on ids is sorted, and each id read once. */
export function idSource({ name, relations }: Conditions, { order, max }: SourceOptions): IndexSource {
  // The only list needs no test of its own condition; of several, any can be the shortest.
  const tests = testsOf({ name, relations: relations.length === 1 ? [] : relations })
  const lists = (wanted: Prisma.Sql) =>
    relations.map(
      ({ doctorIds }) => Prisma.sql`
        select array(select doctor_id from (${doctorIds}) found limit ${literal(max + 1)}) as ids where ${wanted}`,
    )
  const isFound = [PUBLIC_DOCTOR_SQL, Prisma.sql`doctor.id = any((select ids from ids)::int[])`, ...tests]
  return {
    tables: (wanted) => [
      Prisma.sql`lists as materialized (${Prisma.join(lists(wanted), ' union all ')})`,
      Prisma.sql`ids as materialized (
        select ids from lists where cardinality(ids) <= ${literal(max)} order by cardinality(ids) limit 1)`,
    ],
    rows: Prisma.sql`select ${order.columns} from doctor where ${allOf(isFound)}`,
    isOver: Prisma.sql`not exists (select from ids)`,
  }
}

interface BesideManyOptions extends SourceOptions {
  relations: RelationCondition[]
  /** Those of them whose ids would have to be sorted. */
  listed: RelationCondition[]
}

/**
 * By the index of names, however many it finds, if a relation leads to very many: to test those of the name one by one is
 * faster than to sort the others.
 */
export function nameBesideManySource(
  indexed: Prisma.Sql,
  { relations, listed, order, max }: BesideManyOptions,
): IndexSource {
  const areMany = listed.map(
    ({ doctorIds }) => Prisma.sql`exists (select from (${doctorIds}) found offset ${literal(max)} limit 1)`,
  )
  const isBeside = Prisma.sql`(select any_many from many)`
  const tests = [PUBLIC_DOCTOR_SQL, isBeside, indexed, ...relations.map(({ holds }) => holds)]
  return {
    tables: (wanted) => [
      Prisma.sql`many as materialized (
        select case when ${wanted} then ${Prisma.join(areMany, ' or ')} else false end as any_many)`,
    ],
    rows: Prisma.sql`select ${order.columns} from doctor where ${allOf(tests)}`,
    isOver: Prisma.sql`not ${isBeside}`,
  }
}
