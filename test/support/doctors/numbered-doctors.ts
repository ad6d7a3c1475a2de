/** Sixty doctors who differ in their number, each with a specialization and hours. */
export const NUMBERED_DOCTORS = Array.from({ length: 60 }, (_, index) => ({
  id: index + 1,
  name: `dr. Number ${String(index + 1).padStart(3, '0')}`,
  isActive: true,
  createdAt: new Date(0),
  specialties: ['Anak'],
  schedules: [{ dayOfWeek: 1, startMinute: 480, endMinute: 720, isAvailable: true }],
}))

/** The page, its total and both relations: three statements. */
export const FULL_PAGE = `query Doctors($first: Int, $filter: DoctorFilter) {
  doctors(first: $first, filter: $filter) {
    totalCount nodes { name specializations { name } schedules { startTime endsNextDay } }
  }
}`
