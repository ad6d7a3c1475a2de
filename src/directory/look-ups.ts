import type { PrismaClient } from '../database/generated/client.ts'
import type { Doctor, PracticeSchedule, Specialization } from './doctor-directory.ts'
import { PUBLIC_DOCTOR } from './public-doctors.ts'

/** The part of the directory that finds single rows and short lists: Prisma writes its statements. */
export interface LookUps {
  doctorsByIds(ids: readonly number[]): Promise<(Doctor | null)[]>
  specializationsByIds(ids: readonly number[]): Promise<(Specialization | null)[]>
  schedulesByIds(ids: readonly number[]): Promise<(PracticeSchedule | null)[]>
  listSpecializations(): Promise<Specialization[]>
}

/**
 * One statement for each call. `findMany` throughout: Prisma merges the `findUnique` calls of different requests into
 * one statement, which then belongs to none of them.
 */
export function createLookUps(prisma: PrismaClient): LookUps {
  return {
    async doctorsByIds(ids) {
      return inOrderOf(
        ids,
        await prisma.doctor.findMany({ where: { id: { in: [...ids] }, ...PUBLIC_DOCTOR } }),
      )
    },
    async specializationsByIds(ids) {
      return inOrderOf(ids, await prisma.specialization.findMany({ where: { id: { in: [...ids] } } }))
    },
    async schedulesByIds(ids) {
      const where = { id: { in: [...ids] }, doctor: PUBLIC_DOCTOR }
      return inOrderOf(ids, await prisma.practiceSchedule.findMany({ where }))
    },
    listSpecializations: () => prisma.specialization.findMany({ orderBy: { name: 'asc' } }),
  }
}

/** One row or null for each id, in the order of the ids, however often an id occurs. */
function inOrderOf<Row extends { id: number }>(ids: readonly number[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
