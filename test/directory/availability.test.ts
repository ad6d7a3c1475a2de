import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { createDatabase } from '../../src/database/database.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import { createAvailability } from '../../src/directory/doctor-filter.ts'
import { createPageWindow } from '../../src/directory/page/plan/page-window.ts'
import { createTestDatabase } from '../support/database/test-database.ts'
import { anyHours, anySchedule } from '../support/doctors/arbitrary-doctors.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { meets, type ReferenceHours, type ReferenceSchedule } from '../support/doctors/reference-directory.ts'

const url = await createTestDatabase()
const database = createDatabase({ url })
after(() => database.close())

const order = { field: 'NAME', direction: 'ASC' } as const

/** Who is found, as indices into the schedules: each belongs to one doctor. They are counted in another way than found. */
async function find({ toMinute, ...hours }: ReferenceHours): Promise<number[]> {
  const page = await createDoctorDirectory(database).listDoctors({
    filter: { availability: createAvailability({ dayOfWeek: undefined, toMinute, ...hours }) },
    order,
    window: createPageWindow({ first: 100 }, order),
    selection: { doctors: true, totalCount: true, hasNextPage: false, hasPreviousPage: false },
  })
  assert.equal(page.totalCount, page.doctors.length)
  return page.doctors.map(({ id }) => id - 1).sort((a, b) => a - b)
}

function expected(schedules: ReferenceSchedule[], hours: ReferenceHours): number[] {
  return [...schedules.keys()].filter((index) => schedules[index] && meets(schedules[index], hours))
}

async function insertSchedules(schedules: ReferenceSchedule[]): Promise<void> {
  const doctor = { name: 'dr. Ayu Lestari', isActive: true, createdAt: new Date(0), specialties: [] }
  await insertDoctors(
    url,
    schedules.map((schedule, index) => ({ id: index + 1, ...doctor, schedules: [schedule] })),
  )
}

const schedule = (dayOfWeek: number, startMinute: number, endMinute: number) => ({
  dayOfWeek,
  startMinute,
  endMinute,
  isAvailable: true,
})

/** At the edges of days, of half hours, and of the week. */
const EDGES = [
  schedule(1, 0, 1),
  schedule(1, 0, 1440),
  schedule(1, 540, 720),
  schedule(2, 1320, 1800),
  schedule(3, 599, 630),
  schedule(3, 600, 631),
  schedule(4, 1439, 1440),
  schedule(5, 1439, 2879),
  schedule(6, 720, 2160),
  schedule(7, 1320, 1800),
  schedule(7, 1439, 1441),
  schedule(7, 1, 1441),
  { ...schedule(3, 0, 1440), isAvailable: false },
]

describe('availability', () => {
  it('agrees with the reference in every minute of the week, past midnight and past Sunday', async () => {
    const schedules = EDGES
    await insertSchedules(schedules)
    for (let minute = 0; minute < 7 * 1440; minute++) {
      const fromMinute = minute % 1440
      const hours: ReferenceHours = {
        dayOfWeek: Math.floor(minute / 1440) + 1,
        fromMinute,
        toMinute: (fromMinute + 1) % 1440,
        match: minute % 2 ? 'COVERS' : 'OVERLAPS',
      }
      assert.deepEqual(await find(hours), expected(schedules, hours), JSON.stringify(hours))
    }
  })

  it('agrees with the reference in whole half hours, and a quarter of an hour off them, of any length', async () => {
    await insertSchedules(EDGES)
    const minutes = Array.from({ length: 96 }, (_, quarter) => quarter * 15)
    for (const [index, fromMinute] of minutes.entries()) {
      for (const dayOfWeek of [undefined, (index % 7) + 1, 7]) {
        for (const length of [15, 30, 45, 60, 90, 690, 720, 1410, 1425]) {
          const hours: ReferenceHours = {
            ...{ dayOfWeek, fromMinute, toMinute: (fromMinute + length) % 1440 },
            match: 'OVERLAPS',
          }
          assert.deepEqual(await find(hours), expected(EDGES, hours), JSON.stringify(hours))
        }
      }
    }
  })

  it('agrees with the reference for random hours of random schedules, on a given day and on any day', async () => {
    for (const [index, schedules] of fc
      .sample(fc.array(anySchedule, { minLength: 60, maxLength: 60 }), { numRuns: 10, seed: 3 })
      .entries()) {
      await insertSchedules(schedules)
      await fc.assert(
        fc.asyncProperty(anyHours, async (hours) => {
          assert.deepEqual(await find(hours), expected(schedules, hours))
        }),
        { numRuns: 150, seed: index },
      )
    }
  })
})
