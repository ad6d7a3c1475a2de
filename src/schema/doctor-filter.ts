import {
  type AvailabilityCriteria,
  anyOfIds,
  createAvailability,
  type DoctorFilter as Filter,
  searchText,
} from '../directory/doctor-filter.ts'
import { builder } from './builder.ts'
import { DayOfWeek } from './day-of-week.ts'
import { decodeIdOf } from './global-id.ts'
import { LocalTime } from './local-time.ts'

const AvailabilityMatch = builder.enumType('AvailabilityMatch', {
  description: 'How hours have to meet the hours that are asked for.',
  values: {
    OVERLAPS: { description: 'They share at least a minute.' },
    COVERS: { description: 'One schedule holds all of them.' },
  } as const,
})

const AvailabilityFilter = builder.inputType('AvailabilityFilter', {
  description:
    'Hours of a day, from `from` up to but not including `to`. Only schedules that are available count, ' +
    'and each by itself: two that adjoin do not cover together.',
  fields: (t) => ({
    dayOfWeek: t.field({
      type: DayOfWeek,
      description: 'The day on which the hours begin. Left out: any day.',
    }),
    from: t.field({ type: LocalTime, description: 'Left out: 00:00.' }),
    to: t.field({
      type: LocalTime,
      description:
        'Left out: the end of the day. Before `from`, or 00:00: a time of the next day. It cannot be the same as `from`.',
    }),
    match: t.field({
      type: AvailabilityMatch,
      required: true,
      defaultValue: 'OVERLAPS',
      description: 'Whether a schedule has to overlap these hours or to cover them.',
    }),
  }),
})

export const DoctorFilter = builder.inputType('DoctorFilter', {
  description: 'Which doctors are wanted. Those match who meet every part that is given.',
  fields: (t) => ({
    name: t.string({
      description:
        'A part of the name, in any letter case; `%`, `_` and `\\` stand for themselves. At most 100 characters.',
    }),
    specialty: t.string({
      description: 'A part of the name of one of their specializations, read like `name`.',
    }),
    specializationIds: t.idList({
      description:
        'At least one of their specializations is among these. At most 100 ids; none at all filters nothing.',
    }),
    availability: t.field({
      type: AvailabilityFilter,
      description: 'They have an available schedule with such hours.',
    }),
  }),
})

type FilterInput = typeof DoctorFilter.$inferInput
type AvailabilityInput = typeof AvailabilityFilter.$inferInput

/** What the client sent, as the directory reads it. @throws BadInput */
export function readFilter(input: FilterInput | null | undefined): Filter {
  return {
    name: searchText('filter.name', input?.name),
    specialty: searchText('filter.specialty', input?.specialty),
    specializationIds: anyOfIds(
      'filter.specializationIds',
      input?.specializationIds?.map((id) => decodeIdOf('Specialization', id)),
    ),
    availability: input?.availability ? createAvailability(readCriteria(input.availability)) : undefined,
  }
}

function readCriteria({ dayOfWeek, from, to, match }: AvailabilityInput): AvailabilityCriteria {
  return {
    dayOfWeek: dayOfWeek ?? undefined,
    fromMinute: from ?? undefined,
    toMinute: to ?? undefined,
    match,
  }
}
