import { MINUTES_PER_DAY } from '../../directory/week-ring.ts'
import { builder } from '../builder.ts'
import { DayOfWeek } from '../values/day-of-week.ts'
import { globalIdField } from '../values/global-id.ts'
import { LocalTime } from '../values/local-time.ts'

export const PracticeSchedule = builder.prismaObject('PracticeSchedule', {
  description: "A doctor's weekly practice hours.",
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id(globalIdField('PracticeSchedule')),
    dayOfWeek: t.expose('dayOfWeek', {
      type: DayOfWeek,
      description: 'The day on which the hours start.',
    }),
    startTime: t.expose('startTime', { type: LocalTime, description: 'When the hours start.' }),
    endTime: t.expose('endTime', {
      type: LocalTime,
      description: 'When the hours end: on the same day, or on the next if `endsNextDay` is true.',
    }),
    endsNextDay: t.boolean({
      description: 'Whether `endTime` is a time of the next day, as midnight (`00:00`) is.',
      resolve: (schedule) => schedule.endTime >= MINUTES_PER_DAY,
    }),
    isAvailable: t.exposeBoolean('isAvailable', {
      description: 'Whether appointments can be made. Unavailable hours match no availability filter.',
    }),
  }),
})
