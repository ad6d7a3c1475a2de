import type { Queryable } from '../database/database.ts'
import { Prisma } from '../database/generated/client.ts'
import type { Doctor, DoctorDirectory, PracticeSchedule, Specialization } from './doctor-directory.ts'
import { PUBLIC_DOCTOR_SQL } from './public-doctors.ts'

/** The part of the directory that finds single rows and short lists. */
export type LookUps = Pick<
  DoctorDirectory,
  'doctorsByIds' | 'specializationsByIds' | 'schedulesByIds' | 'listSpecializations'
>

/** One statement for each call. */
export function createLookUps(database: Queryable): LookUps {
  return {
    async doctorsByIds(ids) {
      const rows = await database.query<Doctor>({
        name: 'doctors_by_id',
        plan: 'generic',
        sql: Prisma.sql`
          select id, name, is_active as "isActive", created_at as "createdAt"
          from doctor where id = any(${ids}::int[]) and ${PUBLIC_DOCTOR_SQL}`,
      })
      return inOrderOf(ids, rows)
    },
    async specializationsByIds(ids) {
      const rows = await database.query<Specialization>({
        name: 'specializations_by_id',
        plan: 'generic',
        sql: Prisma.sql`select id, name from specialization where id = any(${ids}::int[])`,
      })
      return inOrderOf(ids, rows)
    },
    async schedulesByIds(ids) {
      const rows = await database.query<PracticeSchedule>({
        name: 'schedules_by_id',
        plan: 'generic',
        sql: Prisma.sql`
          select schedule.id, schedule.doctor_id as "doctorId", schedule.day_of_week as "dayOfWeek",
            schedule.start_minute as "startTime", schedule.end_minute as "endTime",
            schedule.is_available as "isAvailable"
          from practice_schedule schedule join doctor on doctor.id = schedule.doctor_id
          where schedule.id = any(${ids}::int[]) and ${PUBLIC_DOCTOR_SQL}`,
      })
      return inOrderOf(ids, rows)
    },
    listSpecializations: () =>
      database.query({
        name: 'specializations',
        plan: 'generic',
        sql: Prisma.sql`select id, name from specialization order by name`,
      }),
  }
}

/** One row or null for each id, in the order of the ids, however often an id occurs. */
function inOrderOf<Row extends { id: number }>(ids: readonly number[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
