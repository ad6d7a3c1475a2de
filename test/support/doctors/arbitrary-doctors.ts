import fc from 'fast-check'
import type { ReferenceDoctor, ReferenceHours, ReferenceSchedule } from './reference-directory.ts'

/** Few and alike, so that equal names, near misses and wild cards meet often. */
const NAMES = [
  'Ayu',
  'ayu',
  'AYU',
  'Áyu',
  'Ayu%',
  'A_yu',
  'Ayub',
  "A'yu",
  'Zoë',
  'Zoe',
  'a\\b',
  'ÉLAN',
  'élan',
  'Budi',
]

export const SPECIALTIES = ['Anak', 'Bedah', 'Bedah Anak', 'Gizi_100%', 'Mata']

export const anyName = fc.constantFrom(...NAMES)

export const anySchedule: fc.Arbitrary<ReferenceSchedule> = fc
  .record({
    dayOfWeek: fc.integer({ min: 1, max: 7 }),
    startMinute: fc.integer({ min: 0, max: 1439 }),
    length: fc.oneof(fc.integer({ min: 1, max: 1440 }), fc.constantFrom(1, 60, 480, 1440)),
    isAvailable: fc.boolean(),
  })
  .map(({ length, ...schedule }) => ({ ...schedule, endMinute: schedule.startMinute + length }))

const anyDoctor = fc.record({
  name: anyName,
  isActive: fc.integer({ min: 0, max: 4 }).map((roll) => roll > 0),
  createdAt: fc.integer({ min: 0, max: 20 }).map((step) => new Date(Date.UTC(2020, 0, 1) + step * 7)),
  specialties: fc.uniqueArray(fc.constantFrom(...SPECIALTIES), { maxLength: 3 }),
  schedules: fc.array(anySchedule, { maxLength: 3 }),
})

export function anyDoctors({ fewest = 0, most = 40 } = {}): fc.Arbitrary<ReferenceDoctor[]> {
  return fc
    .array(anyDoctor, { minLength: fewest, maxLength: most, size: 'max' })
    .map((doctors) => doctors.map((doctor, index) => ({ id: idOf(index), ...doctor })))
}

/** Ascending, at the edges of blocks of 1,024 ids: 1, 1023, 1024, 1025, 2047 and so on. */
function idOf(index: number): number {
  return index === 0 ? 1 : 1024 * Math.ceil(index / 3) + ((index - 1) % 3) - 1
}

const anyMinute = fc.oneof(
  fc.integer({ min: 0, max: 1439 }),
  fc.integer({ min: 0, max: 47 }).map((halfHour) => halfHour * 30),
)

export const anyHours: fc.Arbitrary<ReferenceHours> = fc
  .record({
    dayOfWeek: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
    fromMinute: anyMinute,
    toMinute: fc.option(anyMinute, { nil: undefined }),
    match: fc.constantFrom('OVERLAPS', 'COVERS'),
  })
  .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute)
