import { Prisma } from '../database/generated/client.ts'
import type { DoctorFilter } from './doctor-filter.ts'
import { meetsHours, scheduledDoctorIds } from './hours-sql.ts'
import { PUBLIC_DOCTOR_SQL } from './public-doctors.ts'

/** A part of a filter, as SQL about a table named `doctor`. */
export interface Condition {
  /** Holds for doctors who match. It is tested doctor by doctor, through the doctor's own entries in the indexes. */
  holds: Prisma.Sql
  /** The same, found in an index of names; absent where the text has no trigram and only a scan can find it. */
  indexed?: Prisma.Sql
  /** Selects `doctor_id` of those who match from an index, some of them more than once; absent for names. */
  doctorIds?: Prisma.Sql
}

/** The conditions of a filter, all of which have to hold; none without a filter. */
export function conditionsOf(filter: DoctorFilter): Condition[] {
  const { name, specialty, specializationIds, availability } = filter
  const conditions: Condition[] = []
  if (name !== undefined) conditions.push(nameContains(name))
  if (specialty !== undefined) conditions.push(hasSpecialization(specializationsNamed(specialty)))
  if (specializationIds !== undefined)
    conditions.push(hasSpecialization(Prisma.sql`${specializationIds}::int[]`))
  if (availability !== undefined)
    conditions.push({ holds: meetsHours(availability), doctorIds: scheduledDoctorIds(availability) })
  return conditions
}

/** The condition on a table named `doctor` that holds for public doctors who match the filter. */
export function filterSql(filter: DoctorFilter): Prisma.Sql {
  return allOf([PUBLIC_DOCTOR_SQL, ...conditionsOf(filter).map(({ holds }) => holds)])
}

/** The conjunction of conditions; `true` for none. */
export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], ' and ')
}

/** Three letters or digits in a row: what an index of trigrams needs to find a part of a text. */
const TRIGRAM = /[\p{L}\p{N}]{3}/u

/**
 * A literal, case-insensitive substring of the name. `search_name` is the name in lower case by the rules of ICU's root
 * locale, and so is the text: once for each statement, in a subquery, and not for each doctor.
 */
function nameContains(text: string): Condition {
  const holds = Prisma.sql`strpos(doctor.search_name, ${lowered(text)} collate "C") > 0`
  return TRIGRAM.test(text)
    ? { holds, indexed: Prisma.sql`doctor.search_name like ${lowered(pattern(text))} collate "C"` }
    : { holds }
}

/** At least one of these specializations. The sum keeps the planner from searching the index once for each of them. */
function hasSpecialization(ids: Prisma.Sql): Condition {
  return {
    holds: Prisma.sql`exists (
      select from doctor_specialization link
      where link.doctor_id = doctor.id and link.specialization_id + 0 = any(${ids}))`,
    doctorIds: Prisma.sql`
      select link.doctor_id from doctor_specialization link where link.specialization_id = any(${ids})`,
  }
}

/** The text is compared with each specialization once, and not with each link to one. */
function specializationsNamed(text: string): Prisma.Sql {
  return Prisma.sql`array(
    select specialization.id from specialization
    where lower(specialization.name) like ${lowered(pattern(text))})`
}

function lowered(text: string): Prisma.Sql {
  return Prisma.sql`(select lower(${text} collate "und-x-icu"))`
}

function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
