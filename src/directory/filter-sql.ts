import { Prisma } from '../database/generated/client.ts'
import type { Availability, DoctorFilter } from './doctor-filter.ts'
import { PUBLIC_DOCTOR_SQL } from './public-doctors.ts'
import { MINUTES_PER_DAY, MINUTES_PER_WEEK } from './week-ring.ts'

/** The condition on a table named `doctor` that holds for public doctors who match the filter. */
export function filterSql(filter: DoctorFilter): Prisma.Sql {
  const { name, specialty, specializationIds, availability } = filter
  const conditions = [PUBLIC_DOCTOR_SQL]
  if (name !== undefined) conditions.push(contains(Prisma.sql`doctor.name`, name))
  if (specialty !== undefined) {
    conditions.push(Prisma.sql`exists (
      select from doctor_specialization link join specialization on specialization.id = link.specialization_id
      where link.doctor_id = doctor.id and ${contains(Prisma.sql`specialization.name`, specialty)})`)
  }
  if (specializationIds !== undefined) {
    conditions.push(Prisma.sql`exists (
      select from doctor_specialization link
      where link.doctor_id = doctor.id and link.specialization_id = any(${specializationIds}::int[]))`)
  }
  if (availability !== undefined) {
    conditions.push(Prisma.sql`exists (
      select from practice_schedule schedule
      where schedule.doctor_id = doctor.id and schedule.is_available and ${meetsHours(availability)})`)
  }
  return Prisma.join(conditions, ' and ')
}

/** A literal, case-insensitive substring. Both sides are folded by the same rules, those of ICU's root locale. */
function contains(column: Prisma.Sql, text: string): Prisma.Sql {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return Prisma.sql`lower(${column}) like lower(${pattern} collate "und-x-icu")`
}

/**
 * Whether a schedule overlaps or covers the hours, on a ring: that of the week if a day is given, that of the day if
 * not, since hours of any day recur every day.
 *
 * On a ring, `ahead(a, b)` is the number of minutes from a forward to b. Two intervals overlap if one starts within the
 * other; one covers the other if that starts and ends within it.
 */
function meetsHours({ dayOfWeek, fromMinute, durationMinutes, match }: Availability): Prisma.Sql {
  const ring = dayOfWeek === undefined ? MINUTES_PER_DAY : MINUTES_PER_WEEK
  const from = dayOfWeek === undefined ? fromMinute : (dayOfWeek - 1) * MINUTES_PER_DAY + fromMinute
  const start =
    dayOfWeek === undefined
      ? Prisma.sql`schedule.start_minute`
      : Prisma.sql`((schedule.day_of_week - 1) * ${Prisma.raw(String(MINUTES_PER_DAY))} + schedule.start_minute)`
  const ringSql = Prisma.raw(String(ring))
  const aheadOfStart = Prisma.sql`(${from}::int - ${start} + ${ringSql}) % ${ringSql}`
  const aheadOfFrom = Prisma.sql`(${start} - ${from}::int + ${ringSql}) % ${ringSql}`
  const length = Prisma.sql`(schedule.end_minute - schedule.start_minute)`
  const hours =
    match === 'COVERS'
      ? Prisma.sql`${aheadOfStart} + ${durationMinutes}::int <= ${length}`
      : Prisma.sql`(${aheadOfStart} < ${length} or ${aheadOfFrom} < ${durationMinutes}::int)`
  return dayOfWeek === undefined ? hours : Prisma.sql`${onNearbyDays(dayOfWeek)} and ${hours}`
}

/** Only a schedule that starts on the day before, that day or the day after can meet its hours. An index serves this. */
function onNearbyDays(dayOfWeek: number): Prisma.Sql {
  const nearby = [-1, 0, 1].map((step) => ((dayOfWeek - 1 + step + 7) % 7) + 1)
  return Prisma.sql`schedule.day_of_week = any(${nearby}::smallint[])`
}
