import { MINUTES_PER_DAY } from '../directory/week-ring.ts'
import { builder } from './builder.ts'
import { DayOfWeek } from './day-of-week.ts'
import { LocalTime } from './local-time.ts'

export const PracticeSchedule = builder.prismaNode('PracticeSchedule', {
  description: "A doctor's weekly practice hours.",
  id: { field: 'id' },
  fields: (t) => ({
    dayOfWeek: t.field({
      type: DayOfWeek,
      description: 'The day on which the hours start.',
      resolve: (schedule) => schedule.dayOfWeek,
    }),
    startTime: t.field({
      type: LocalTime,
      description: 'When the hours start.',
      resolve: (schedule) => schedule.startMinute,
    }),
    endTime: t.field({
      type: LocalTime,
      description: 'When the hours end: on the same day, or on the next if `endsNextDay` is true.',
      resolve: (schedule) => schedule.endMinute,
    }),
    endsNextDay: t.boolean({
      description: 'Whether `endTime` is a time of the next day, as midnight (`00:00`) is.',
      resolve: (schedule) => schedule.endMinute >= MINUTES_PER_DAY,
    }),
    isAvailable: t.exposeBoolean('isAvailable', {
      description: 'Whether appointments can be made. Unavailable hours match no availability filter.',
    }),
  }),
})
