import { Prisma } from '../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../public-doctors.ts'
import { allOf, type Conditions, type NameCondition, type RelationCondition, testsOf } from './filter-sql.ts'
import { literal, type PageLimits } from './page-plan.ts'
import type { Walk } from './walk-sql.ts'

export interface Matching {
  /** `matching`, everyone who matches, and the tables that lead to it. */
  tables: Prisma.Sql[]
  /** The number of everyone who matches. */
  count: Prisma.Sql
}

const DOCTORS = Prisma.sql`select doctor.id, doctor.name, doctor.created_at from doctor where ${PUBLIC_DOCTOR_SQL}`

/**
 * The second way of a search, and the third: everyone who matches, if the walk does not suffice or they are counted.
 *
 * The third is not taken to count only: then the number of ids is enough, and no rows are carried. Nor is the second for
 * one relation alone, whose ids are counted faster than its doctors are found.
 */
export function matchingSql(
  conditions: Conditions,
  limits: PageLimits,
  { walk, counted }: { walk: Walk; counted: boolean },
): Matching {
  const { name, relations } = conditions
  const countsIds = name === undefined && relations.length === 1
  const tables = relations.length > 0 ? [commonTable(conditions)] : []
  const found: Prisma.Sql[] = []
  let wanted = counted && !countsIds ? Prisma.sql`true` : Prisma.sql`not ${walk.suffices}`
  for (const { table, rows, isOver } of sourcesOf(conditions, limits)) {
    tables.push(table(wanted))
    found.push(rows)
    wanted = Prisma.sql`${wanted} and ${isOver}`
  }
  found.push(Prisma.sql`${DOCTORS} and ${wanted} and not ${walk.suffices} and ${matchesAll(conditions)}`)
  tables.push(Prisma.sql`matching as materialized (${Prisma.join(found, ' union all ')})`)
  const many = countMany(conditions)
  if (countsIds) return { tables, count: many }
  const few = Prisma.sql`(select count(*) over () from matching limit 1)`
  return { tables, count: Prisma.sql`case when ${wanted} and ${walk.suffices} then ${many} else ${few} end` }
}

/** The third way: by the index of names, however many it finds, or by the ids that all conditions have in common. */
function matchesAll({ name, relations }: Conditions): Prisma.Sql {
  if (relations.length > 0 && name?.indexed === undefined)
    return Prisma.sql`doctor.id = any((select ids from common)::int[])`
  const named = name === undefined ? [] : [name.indexed ?? name.holds]
  return allOf([...named, ...relations.map(({ holds }) => holds)])
}

function countMany(conditions: Conditions): Prisma.Sql {
  return conditions.relations.length > 0
    ? Prisma.sql`(select icount(ids) from common)`
    : Prisma.sql`(select count(*) from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...testsOf(conditions)])})`
}

/**
 * `common`: the ids of public doctors who match all conditions, as a sorted array. Sorting and intersecting arrays of
 * integers is several times faster than any join of as many rows, and does not depend on what the planner expects.
 */
function commonTable({ name, relations }: Conditions): Prisma.Sql {
  const lists = relations.map(({ doctorIds }) => Prisma.sql`uniq(sort(array(${doctorIds})))`)
  const withPublic =
    name === undefined
      ? Prisma.sql`- array(select doctor.id from doctor where not ${PUBLIC_DOCTOR_SQL})`
      : Prisma.sql`& array(select doctor.id from doctor where ${PUBLIC_DOCTOR_SQL} and ${name.holds})`
  return Prisma.sql`common as materialized (select ${Prisma.join(lists, ' & ')} ${withPublic} as ids)`
}

/** An index that leads to everyone who matches, if it has few. */
interface Source {
  /** Its tables in the statement, which are empty unless they are wanted. */
  table(wanted: Prisma.Sql): Prisma.Sql
  /** Those who match, if it did not meet its limit. */
  rows: Prisma.Sql
  isOver: Prisma.Sql
}

/** From the one that costs the least to find out that it is over its limit. */
function sourcesOf({ name, relations }: Conditions, limits: PageLimits): Source[] {
  const byIds = relations.length > 0 ? [idSource({ name, relations }, limits.ids)] : []
  if (name === undefined) return byIds
  const byName = nameSource(name, relations, limits.named)
  return name.indexed === undefined ? [...byIds, byName] : [byName, ...byIds]
}

function nameSource(name: NameCondition, relations: RelationCondition[], max: number): Source {
  const count = Prisma.sql`(select count(*) from named)`
  const tests = [Prisma.sql`${count} <= ${literal(max)}`, ...relations.map(({ holds }) => holds)]
  return {
    table: (wanted) => Prisma.sql`named as materialized (
      ${DOCTORS} and ${wanted} and ${name.indexed ?? name.holds} limit ${literal(max + 1)})`,
    rows: Prisma.sql`select doctor.id, doctor.name, doctor.created_at from named doctor where ${allOf(tests)}`,
    isOver: Prisma.sql`${count} > ${literal(max)}`,
  }
}

/** The ids of the relation that has the fewest. An array in a condition on ids is sorted, and each id read once. */
function idSource({ name, relations }: Conditions, max: number): Source {
  // The only list needs no test of its own condition; of several, any can be the shortest.
  const tests = testsOf({ name, relations: relations.length === 1 ? [] : relations })
  const lists = (wanted: Prisma.Sql) =>
    relations.map(
      ({ doctorIds }) => Prisma.sql`
        select array(select doctor_id from (${doctorIds}) found limit ${literal(max + 1)}) as ids where ${wanted}`,
    )
  return {
    table: (wanted) => Prisma.sql`lists as materialized (${Prisma.join(lists(wanted), ' union all ')}),
      ids as materialized (
        select ids from lists where cardinality(ids) <= ${literal(max)} order by cardinality(ids) limit 1)`,
    rows: Prisma.sql`${DOCTORS} and ${allOf([Prisma.sql`doctor.id = any((select ids from ids)::int[])`, ...tests])}`,
    isOver: Prisma.sql`not exists (select from ids)`,
  }
}
