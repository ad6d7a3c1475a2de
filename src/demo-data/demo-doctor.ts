import { FAMILY_NAMES, GIVEN_NAMES, SLIPS, SPECIALTIES, type SpecialtyName } from './names.ts'
import { createRandom, type Random } from './random.ts'

/** A doctor of the demo data with its relations. Ids of specializations start at 1. */
export interface DemoDoctor {
  id: number
  name: string
  isActive: boolean
  createdAt: Date
  specializationIds: number[]
  schedules: DemoSchedule[]
}

export interface DemoSchedule {
  dayOfWeek: number
  startMinute: number
  endMinute: number
  isAvailable: boolean
}

/** The number of relations of each doctor: fixed in the data set of the article, random in all others. */
export interface DemoShape {
  specialties: SpecialtyName[]
  specializationsEach(random: Random): number
  schedulesEach(random: Random): number
}

/** With 15 doctors, the data has the shape of the article's: 5 specializations, 15 links, 30 schedules. */
const ARTICLE_DOCTORS = 15

/** The shape of the data set with this number of doctors. */
export function shapeOf(doctors: number): DemoShape {
  return doctors === ARTICLE_DOCTORS
    ? { specialties: SPECIALTIES.slice(0, 5), specializationsEach: () => 1, schedulesEach: () => 2 }
    : {
        specialties: SPECIALTIES,
        specializationsEach: (random) => random.pick([1, 1, 1, 2, 2, 3]),
        schedulesEach: (random) => random.integer(1, 6),
      }
}

/** The doctor with this id. It depends only on the id and the shape. */
export function createDemoDoctor(id: number, shape: DemoShape): DemoDoctor {
  const random = createRandom(id)
  const specialties = random.sample(shape.specialties, shape.specializationsEach(random))
  return {
    id,
    name: createName(random, specialties),
    isActive: !random.chance(0.05),
    createdAt: createdAtOf(id),
    specializationIds: specialties.map((specialty) => shape.specialties.indexOf(specialty) + 1),
    schedules: Array.from({ length: shape.schedulesEach(random) }, () => createSchedule(random)),
  }
}

function createName(random: Random, specialties: SpecialtyName[]): string {
  const between = random.chance(0.01) ? random.pick(SLIPS) : ' '
  const own = `${random.pick(GIVEN_NAMES)}${between}${random.pick(FAMILY_NAMES)}`
  const degree = specialties.some(({ dental }) => dental) ? 'drg.' : 'dr.'
  const before = random.chance(0.04) ? `Prof. ${degree}` : degree
  return `${before} ${own}, ${specialties.map(({ title }) => title).join(', ')}`
}

function createSchedule(random: Random): DemoSchedule {
  const atNight = random.chance(0.05)
  const startMinute = atNight ? random.integer(40, 46) * 30 : random.integer(14, 36) * 30
  const length = atNight ? random.integer(16, 20) * 30 : random.integer(4, 10) * 30
  return {
    dayOfWeek: random.integer(1, 7),
    startMinute,
    endMinute: startMinute + length,
    isAvailable: !random.chance(0.1),
  }
}

const FIRST_CREATED_MS = Date.UTC(2015, 0, 1)
const MINUTES_IN_TEN_YEARS = 5_256_000
const STRIDE = 104_729

/** Identifies a demo doctor: the time of creation follows from the id, to the millisecond. */
function createdAtOf(id: number): Date {
  return new Date(FIRST_CREATED_MS + ((id * STRIDE) % MINUTES_IN_TEN_YEARS) * 60_000)
}

/** {@link createdAtOf} for PostgreSQL: a condition that only demo rows of `doctor` meet. */
export const IS_DEMO_DOCTOR_SQL = `created_at = to_timestamp(${FIRST_CREATED_MS / 1000})
  + (id::bigint * ${STRIDE} % ${MINUTES_IN_TEN_YEARS}) * interval '1 minute'`
