import { Prisma } from '../../../database/generated/client.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import { literal, type PageLimits } from '../plan/page-plan.ts'
import type { Bitmaps } from './bitmap-sql.ts'
import { allOf, type Conditions, type RelationCondition } from './filter-sql.ts'

interface CommonIdsOptions {
  bitmaps: Bitmaps | undefined
  limits: PageLimits
}

/**
 * `common`: the ids of public doctors who match all conditions, as a sorted array. Sorting and intersecting arrays of
 * integers is several times faster than any join of as many rows, and does not depend on what the planner expects.
 */
export function commonTables(conditions: Conditions, options: CommonIdsOptions): Prisma.Sql[] {
  const { name } = conditions
  const { limits } = options
  const related = Prisma.join(listsOf(conditions, options), ' & ')
  if (name === undefined || name.terms !== undefined) {
    const notPublic = Prisma.sql`array(select doctor.id from doctor where not ${PUBLIC_DOCTOR_SQL})`
    return [Prisma.sql`common as materialized (select ${related} - ${notPublic} as ids)`]
  }
  const named = (where: Prisma.Sql[]) =>
    Prisma.sql`array(select doctor.id from doctor where ${allOf([PUBLIC_DOCTOR_SQL, ...where])})`
  const common =
    name.indexed === undefined
      ? Prisma.sql`case when icount(ids) <= ${literal(limits.testedNames)}
          then sort(${named([Prisma.sql`doctor.id = any(related.ids)`, name.holds])})
          else ids & ${named([name.holds])} end`
      : Prisma.sql`ids & ${named([name.indexed])}`
  return [
    Prisma.sql`related as materialized (select ${related} as ids)`,
    Prisma.sql`common as materialized (select ${common} as ids from related)`,
  ]
}

/**
 * Sorted arrays of the ids of those who match, which have those in common who match all conditions but that of a longer
 * name: from bitmaps, which take the same time for few and for many, and from the index of each relation that they do
 * not decide, or that has few.
 */
function listsOf({ name, relations }: Conditions, { bitmaps, limits }: CommonIdsOptions): Prisma.Sql[] {
  const listed = ({ allDoctorIds }: RelationCondition) => Prisma.sql`uniq(sort(array(${allDoctorIds})))`
  const isDecided = ({ terms }: RelationCondition) => bitmaps !== undefined && terms !== undefined
  const decided = relations.filter(isDecided)
  const lists = relations.filter((relation) => !isDecided(relation)).map(listed)
  if (bitmaps === undefined) return lists
  const [only] = decided
  const fromBitmaps = Prisma.sql`sort(array(${bitmaps.doctorIds}))`
  return only === undefined || decided.length > 1 || name?.terms !== undefined
    ? [...lists, fromBitmaps]
    : [
        ...lists,
        Prisma.sql`case when ${bitmaps.count} <= ${literal(limits.listedIds)}
          then ${listed(only)} else ${fromBitmaps} end`,
      ]
}
