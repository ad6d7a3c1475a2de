import {
  type AvailabilityCriteria,
  anyOfIds,
  createAvailability,
  type DoctorFilter as Filter,
  searchText,
} from '../../directory/doctor-filter.ts'
import { builder } from '../builder.ts'
import { DayOfWeek } from '../values/day-of-week.ts'
import { decodeIdOf } from '../values/global-id.ts'
import { LocalTime } from '../values/local-time.ts'

const AvailabilityMatch = builder.enumType('AvailabilityMatch', {
  description: 'How a schedule has to match the hours of an availability filter.',
  values: {
    OVERLAPS: { description: 'It has at least one minute in common with them.' },
    COVERS: { description: 'It contains all of them.' },
  } as const,
})

const DEFAULT_MATCH = 'OVERLAPS'

const AvailabilityFilter = builder.inputType('AvailabilityFilter', {
  description:
    'Hours of a day, from `from` up to but not including `to`. Only available schedules match, and each by itself: ' +
    'two adjacent schedules do not cover hours together.',
  fields: (t) => ({
    dayOfWeek: t.field({
      type: DayOfWeek,
      description: 'The day on which the hours start. Default: any day.',
    }),
    from: t.field({ type: LocalTime, description: 'Default: 00:00.' }),
    to: t.field({
      type: LocalTime,
      description:
        'Default: the end of the day. A time before `from`, or 00:00, is on the next day. It cannot equal `from`.',
    }),
    match: t.field({
      type: AvailabilityMatch,
      defaultValue: DEFAULT_MATCH,
      description: 'Whether a schedule has to overlap the hours or cover them.',
    }),
  }),
})

export const DoctorFilter = builder.inputType('DoctorFilter', {
  description: 'Selects doctors. All given conditions have to match.',
  fields: (t) => ({
    name: t.string({
      description:
        'Case-insensitive substring of the name. `%`, `_` and `\\` have no special meaning. At most 100 characters.',
    }),
    specialty: t.string({
      description: 'Case-insensitive substring of the name of a specialization, with the rules of `name`.',
    }),
    specializationIds: t.idList({
      description:
        'Doctors with at least one of these specializations. At most 100 ids; an empty list is no filter.',
    }),
    availability: t.field({
      type: AvailabilityFilter,
      description: 'Doctors with an available schedule that matches these hours.',
    }),
  }),
})

type FilterInput = typeof DoctorFilter.$inferInput
type AvailabilityInput = typeof AvailabilityFilter.$inferInput

/** The filter of the domain for the input of a client. @throws BadInput */
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
    match: match ?? DEFAULT_MATCH,
  }
}
