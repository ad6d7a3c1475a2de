import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { createDatabase } from '../../src/database/database.ts'
import { createDoctorDirectory } from '../../src/directory/create-doctor-directory.ts'
import { createAvailability } from '../../src/directory/doctor-filter.ts'
import { createPageWindow } from '../../src/directory/page/page-window.ts'
import { anyHours, anySchedule } from '../support/arbitrary-doctors.ts'
import { insertDoctors } from '../support/insert-doctors.ts'
import { meets, type ReferenceHours, type ReferenceSchedule } from '../support/reference-directory.ts'
import { createTestDatabase } from '../support/test-database.ts'

const url = await createTestDatabase()
const database = createDatabase({ url })
after(() => database.close())

const order = { field: 'NAME', direction: 'ASC' } as const

/** Who is found, as indices into the schedules: each belongs to one doctor. */
async function find({ toMinute, ...hours }: ReferenceHours): Promise<number[]> {
  const page = await createDoctorDirectory(database).listDoctors({
    filter: { availability: createAvailability({ dayOfWeek: undefined, toMinute, ...hours }) },
    order,
    window: createPageWindow({ first: 100 }, order),
    selection: { doctors: true, totalCount: false, hasNextPage: false, hasPreviousPage: false },
  })
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

describe('availability', () => {
  it('agrees with the reference in every minute of the week, past midnight and past Sunday', async () => {
    const schedules = [
      schedule(1, 0, 1),
      schedule(1, 0, 1440),
      schedule(1, 540, 720),
      schedule(2, 1320, 1800),
      schedule(4, 1439, 1440),
      schedule(5, 1439, 2879),
      schedule(6, 720, 2160),
      schedule(7, 1320, 1800),
      schedule(7, 1439, 1441),
      schedule(7, 1, 1441),
      { ...schedule(3, 0, 1440), isAvailable: false },
    ]
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
