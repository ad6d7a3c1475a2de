import { builder } from '../builder.ts'

/** ISO 8601 numbers, as the database holds them. */
const days: Record<string, { value: number }> = {
  MONDAY: { value: 1 },
  TUESDAY: { value: 2 },
  WEDNESDAY: { value: 3 },
  THURSDAY: { value: 4 },
  FRIDAY: { value: 5 },
  SATURDAY: { value: 6 },
  SUNDAY: { value: 7 },
}

export const DayOfWeek = builder.enumType('DayOfWeek', { description: 'A day of the week.', values: days })
