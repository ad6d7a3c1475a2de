import type { Queryable } from '../database/database.ts'
import type { DoctorFilter } from './doctor-filter.ts'
import type { DoctorOrder } from './page/plan/cursor.ts'
import type { PageWindow } from './page/plan/page-window.ts'

/**
 * The port: everything that the schema reads about doctors goes through it, and only what is public comes out. A
 * directory serves one request and may keep what it has loaded until the request ends.
 */
export interface DoctorDirectory {
  listDoctors(request: DoctorPageRequest): Promise<DoctorPage>
  /** In the order of the ids; null for an id that does not exist or is not public. */
  doctorsByIds(ids: readonly number[]): Promise<(Doctor | null)[]>
  /** Likewise. */
  specializationsByIds(ids: readonly number[]): Promise<(Specialization | null)[]>
  /** Likewise; a schedule is public if its doctor is. */
  schedulesByIds(ids: readonly number[]): Promise<(PracticeSchedule | null)[]>
  /** All of them, by name. */
  listSpecializations(): Promise<Specialization[]>
  /** Of a public doctor, by name. */
  specializationsOf(doctorId: number): Promise<Specialization[]>
  /** Of a public doctor, by day, then by start. */
  schedulesOf(doctorId: number): Promise<PracticeSchedule[]>
}

/** A directory whose statements go to the given database, and end with the operation. */
export type CreateDirectory = (database: Queryable) => DoctorDirectory

export interface DoctorPageRequest {
  filter: DoctorFilter
  order: DoctorOrder
  window: PageWindow
  selection: PageSelection
}

/** What the operation selects. Nothing else is read. */
export interface PageSelection {
  doctors: boolean
  totalCount: boolean
  hasNextPage: boolean
  hasPreviousPage: boolean
}

export interface DoctorPage {
  doctors: Doctor[]
  /** The number of all matching doctors, the same on every page. */
  totalCount: number | undefined
  hasNextPage: boolean | undefined
  hasPreviousPage: boolean | undefined
}

export interface Doctor {
  id: number
  name: string
  /** Always true: others are not public. */
  isActive: boolean
  createdAt: Date
}

export interface Specialization {
  id: number
  name: string
}

export interface PracticeSchedule {
  id: number
  doctorId: number
  /** 1 (Monday) to 7 (Sunday), as ISO 8601 numbers them. */
  dayOfWeek: number
  /** A minute of the day, 0 to 1439. */
  startTime: number
  /** After `startTime`, by up to 1440; from 1440 on it is a minute of the next day. */
  endTime: number
  isAvailable: boolean
}
