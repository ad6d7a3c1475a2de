import type { Database } from '../database/database.ts'
import type { DoctorOrder } from './cursor.ts'
import type { DoctorFilter } from './doctor-filter.ts'
import type { PageWindow } from './page-window.ts'

/**
 * The port: all that is asked of the data about doctors. One directory answers one request, and may keep what
 * it has loaded until that ends.
 */
export interface DoctorDirectory {
  listDoctors(request: DoctorPageRequest): Promise<DoctorPage>
  /** By name. */
  specializationsOf(doctorId: number): Promise<Specialization[]>
  /** By day, then by start. */
  schedulesOf(doctorId: number): Promise<PracticeSchedule[]>
}

export type CreateDirectory = (database: Database) => DoctorDirectory

export interface DoctorPageRequest {
  filter: DoctorFilter
  order: DoctorOrder
  window: PageWindow
  selection: PageSelection
}

/** What the operation selects. Only that is answered. */
export interface PageSelection {
  doctors: boolean
  totalCount: boolean
  hasNextPage: boolean
  hasPreviousPage: boolean
}

export interface DoctorPage {
  doctors: Doctor[]
  /** All matching doctors, on whatever page. */
  totalCount: number | undefined
  hasNextPage: boolean | undefined
  hasPreviousPage: boolean | undefined
}

export interface Doctor {
  id: number
  name: string
  /** Always true of whom a directory lists. */
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
  /** 0 to 1439. */
  startMinute: number
  /** After `startMinute`, by up to 1440; past 1440 it is on the next day. */
  endMinute: number
  isAvailable: boolean
}
