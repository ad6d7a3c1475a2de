import { Prisma } from '../../../database/generated/client.ts'
import type { Availability } from '../../doctor-filter.ts'
import { MINUTES_PER_DAY } from '../../week-ring.ts'

/**
 * Whether a table named `doctor` has an available schedule that meets the hours. The sums keep the planner from reading
 * all schedules that do, by the index of hours, in order to test a few doctors.
 */
export function meetsHours(availability: Availability): Prisma.Sql {
  return Prisma.sql`exists (
    select from practice_schedule schedule
    where schedule.doctor_id = doctor.id and schedule.is_available
      and (${Prisma.join(waysToMeet(availability, SUMS), ' or ')}))`
}

/** Selects `doctor_id` of the available schedules that meet the hours. Each way to meet them is a range of an index. */
export function scheduledDoctorIds(availability: Availability): Prisma.Sql {
  return Prisma.join(waysToMeet(availability, INDEXED).map(doctorIdsOf), ' union all ')
}

/** The same, if all are read: hours that most schedules meet, many of them in two ways, are read in one go. */
export function allScheduledDoctorIds(availability: Availability): Prisma.Sql {
  return meetsMost(availability)
    ? doctorIdsOf(Prisma.sql`(${Prisma.join(waysToMeet(availability, INDEXED), ' or ')})`)
    : scheduledDoctorIds(availability)
}

function doctorIdsOf(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select schedule.doctor_id from practice_schedule schedule where schedule.is_available and ${where}`
}

/** Half of any day, or more. */
function meetsMost({ dayOfWeek, durationMinutes, match }: Availability): boolean {
  return dayOfWeek === undefined && match === 'OVERLAPS' && durationMinutes >= MINUTES_PER_DAY / 2
}

/**
 * The ways in which a schedule can meet hours, as conditions on a table named `schedule`: it starts on their day, on the
 * day before and lasts past midnight, or on the day after if the hours do.
 *
 * On the clock of the day on which the schedule starts, the hours begin at `from`, a day later if it starts the day
 * before. It overlaps them if it starts before they end and ends after they begin; it covers them if it starts no later
 * and ends no earlier. Neither lasts longer than a day, so that no other day is near enough.
 */
function waysToMeet(
  { dayOfWeek, fromMinute, durationMinutes, match }: Availability,
  { day, start, end }: ScheduleColumns,
): Prisma.Sql[] {
  return [0, -1, 1].flatMap((step) => {
    const from = fromMinute - step * MINUTES_PER_DAY
    const to = from + durationMinutes
    if (match === 'COVERS' ? from < 0 : to <= 0) return []
    const conditions =
      match === 'COVERS'
        ? [Prisma.sql`${start} <= ${from}::int`, Prisma.sql`${end} >= ${to}::int`]
        : [Prisma.sql`${start} < ${to}::int`, Prisma.sql`${end} > ${from}::int`]
    if (dayOfWeek !== undefined)
      conditions.unshift(Prisma.sql`${day} = ${((dayOfWeek - 1 + step + 7) % 7) + 1}::smallint`)
    return [Prisma.sql`(${Prisma.join(conditions, ' and ')})`]
  })
}

/** The columns of a table named `schedule` as a condition writes them. */
interface ScheduleColumns {
  day: Prisma.Sql
  start: Prisma.Sql
  end: Prisma.Sql
}

const INDEXED: ScheduleColumns = {
  day: Prisma.sql`schedule.day_of_week`,
  start: Prisma.sql`schedule.start_minute`,
  end: Prisma.sql`schedule.end_minute`,
}
/** Not found by an index on these columns. */
const SUMS: ScheduleColumns = {
  day: Prisma.sql`schedule.day_of_week + 0`,
  start: Prisma.sql`schedule.start_minute + 0`,
  end: Prisma.sql`schedule.end_minute + 0`,
}
