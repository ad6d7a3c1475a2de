import { Prisma } from '../../../database/generated/client.ts'
import type { Availability, DoctorFilter } from '../../doctor-filter.ts'
import { PUBLIC_DOCTOR_SQL } from '../../public-doctors.ts'
import {
  narrowingOfHours,
  pairsOfText,
  type TermRanges,
  termsOfHours,
  termsOfSpecializations,
  termsOfText,
} from './bitmap-terms.ts'
import { allScheduledDoctorIds, meetsHours, scheduledDoctorIds } from './hours-sql.ts'

/** The conditions of a filter, all of which have to hold, as SQL about a table named `doctor`. */
export interface Conditions {
  name: NameCondition | undefined
  relations: RelationCondition[]
}

export interface NameCondition {
  /** Holds for doctors who match. It is tested doctor by doctor. */
  holds: Prisma.Sql
  /** The same, found in the index of names; absent where the text has no trigram, and only a scan can find it. */
  indexed?: Prisma.Sql
  /** The same, read from bitmaps; absent where the text is longer than their terms. */
  terms?: TermRanges | undefined
  /** Where it is: terms, each of which all who match have, and few others do. */
  narrowing?: TermRanges
}

export interface RelationCondition {
  /** Holds for doctors who match. It is tested doctor by doctor, through their own entries in an index. */
  holds: Prisma.Sql
  /** Selects `doctor_id` of those who match, some of them more than once, from an index alone, and no more than are read. */
  doctorIds: Prisma.Sql
  /** The same, faster where all are read. */
  allDoctorIds: Prisma.Sql
  /** The same, read from bitmaps; absent where their terms do not decide it. */
  terms?: TermRanges | undefined
  /** What holds for all who match, read from bitmaps: {@link terms}, where they decide it. */
  narrowing: TermRanges[]
}

export function conditionsOf(filter: DoctorFilter): Conditions {
  const { name, specialty, specializationIds, availability } = filter
  const relations: RelationCondition[] = []
  if (specialty !== undefined) relations.push(hasSpecialization(specializationsNamed(specialty)))
  if (specializationIds !== undefined)
    relations.push(hasSpecialization(Prisma.sql`${specializationIds}::int[]`))
  if (availability !== undefined) relations.push(hoursCondition(availability))
  return { name: name === undefined ? undefined : nameContains(name), relations }
}

/** What holds for doctors who match all conditions. */
export function testsOf({ name, relations }: Conditions): Prisma.Sql[] {
  return [...(name === undefined ? [] : [name.holds]), ...relations.map(({ holds }) => holds)]
}

/** The condition on a table named `doctor` that holds for public doctors who match the filter. */
export function filterSql(filter: DoctorFilter): Prisma.Sql {
  return allOf([PUBLIC_DOCTOR_SQL, ...testsOf(conditionsOf(filter))])
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
function nameContains(text: string): NameCondition {
  const holds = Prisma.sql`strpos(doctor.search_name, ${lowered(text)} collate "C") > 0`
  const terms = termsOfText(text, lowered(text))
  if (terms !== undefined) return { holds, terms }
  const narrowing = pairsOfText(lowered(text))
  if (!TRIGRAM.test(text)) return { holds, narrowing }
  return {
    holds,
    narrowing,
    indexed: Prisma.sql`doctor.search_name like ${lowered(pattern(text))} collate "C"`,
  }
}

/** At least one of these specializations. The sum keeps the planner from searching the index once for each of them. */
function hasSpecialization(ids: Prisma.Sql): RelationCondition {
  const doctorIds = Prisma.sql`
    select link.doctor_id from doctor_specialization link where link.specialization_id = any(${ids})`
  const terms = termsOfSpecializations(ids)
  return {
    holds: Prisma.sql`exists (
      select from doctor_specialization link
      where link.doctor_id = doctor.id and link.specialization_id + 0 = any(${ids}))`,
    doctorIds,
    allDoctorIds: doctorIds,
    terms,
    narrowing: [terms],
  }
}

function hoursCondition(availability: Availability): RelationCondition {
  return {
    holds: meetsHours(availability),
    doctorIds: scheduledDoctorIds(availability),
    allDoctorIds: allScheduledDoctorIds(availability),
    terms: termsOfHours(availability),
    narrowing: narrowingOfHours(availability),
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
