import { builder } from './builder.ts'
import { DayOfWeek } from './day-of-week.ts'
import { LocalTime } from './local-time.ts'

export const PracticeSchedule = builder.prismaNode('PracticeSchedule', {
  description: 'Hours at which a doctor practises, every week.',
  id: { field: 'id' },
  fields: (t) => ({
    dayOfWeek: t.field({
      type: DayOfWeek,
      description: 'The day on which the hours begin.',
      resolve: (schedule) => schedule.dayOfWeek,
    }),
    startTime: t.field({
      type: LocalTime,
      description: 'When the hours begin.',
      resolve: (schedule) => schedule.startMinute,
    }),
    endTime: t.field({
      type: LocalTime,
      description: 'When the hours end: on the same day, or on the next where `endsNextDay` is true.',
      resolve: (schedule) => schedule.endMinute,
    }),
    endsNextDay: t.boolean({
      description: 'Whether `endTime` is a time of the next day. Midnight, `00:00`, is.',
      resolve: (schedule) => schedule.endMinute >= 1440,
    }),
    isAvailable: t.exposeBoolean('isAvailable', {
      description:
        'Whether appointments can be made. Hours that are not available match no availability filter.',
    }),
  }),
})
