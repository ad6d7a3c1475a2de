import { BadInput } from './bad-input.ts'
import { MINUTES_PER_DAY, minutesUntil } from './week-ring.ts'

/** A validated, normalised filter. An absent part does not filter; all parts combine with AND. */
export interface DoctorFilter {
  /** Case-insensitive substring of the name. */
  name?: string
  /** Case-insensitive substring of the name of one of their specializations. */
  specialty?: string
  /** They have at least one of these specializations. */
  specializationIds?: readonly number[]
  /** They have an available schedule that meets these hours. */
  availability?: Availability
}

/** The hours `[fromMinute, fromMinute + durationMinutes)` of a day of the week, or of any day. */
export interface Availability {
  /** 1 (Monday) to 7 (Sunday); any day where absent. */
  dayOfWeek?: number
  /** 0 to 1439. */
  fromMinute: number
  /** 1 to 1440; hours past midnight continue on the next day, those of Sunday on Monday. */
  durationMinutes: number
  /** Whether one schedule shares a minute with these hours, or contains all of them. */
  match: AvailabilityMatch
}

export type AvailabilityMatch = 'OVERLAPS' | 'COVERS'

const MAX_TEXT_LENGTH = 100
const MAX_IDS = 100

/**
 * Trims a search text. An empty one is no filter.
 *
 * @throws BadInput if it is longer than 100 characters or contains what PostgreSQL cannot store.
 */
export function searchText(argument: string, text: string | null | undefined): string | undefined {
  const trimmed = text?.trim()
  if (!trimmed) return undefined
  const length = [...trimmed].length
  if (length > MAX_TEXT_LENGTH) {
    throw new BadInput(`\`${argument}\` of at most ${MAX_TEXT_LENGTH} characters`, {
      description: `${length} characters`,
    })
  }
  if (trimmed.includes('\0'))
    throw new BadInput(`\`${argument}\` without a NUL character`, { value: trimmed })
  if (!trimmed.isWellFormed())
    throw new BadInput(`\`${argument}\` to be well-formed Unicode`, { value: trimmed })
  return trimmed
}

/**
 * A list of ids, one of which has to match. An empty one is no filter, like an empty text.
 *
 * @throws BadInput if there are more than 100.
 */
export function anyOfIds(
  argument: string,
  ids: readonly number[] | null | undefined,
): readonly number[] | undefined {
  if (!ids?.length) return undefined
  if (ids.length > MAX_IDS) {
    throw new BadInput(`\`${argument}\` of at most ${MAX_IDS} ids`, { description: `${ids.length} ids` })
  }
  return ids
}

export interface AvailabilityCriteria {
  dayOfWeek: number | undefined
  fromMinute: number | undefined
  toMinute: number | undefined
  match: AvailabilityMatch
}

/**
 * Turns `from` and `to` into hours of the week. `from` defaults to 00:00, `to` to the end of the day; a `to` before
 * `from`, or at 00:00, is a time of the next day.
 *
 * @throws BadInput if both are the same, which could mean no time at all or a whole day.
 */
export function createAvailability(criteria: AvailabilityCriteria): Availability {
  const { dayOfWeek, fromMinute = 0, toMinute = MINUTES_PER_DAY, match } = criteria
  if (fromMinute === toMinute) {
    throw new BadInput(
      'availability `from` and `to` to differ (without `to` the hours last until midnight)',
      { description: 'the same time twice' },
    )
  }
  return { dayOfWeek, fromMinute, durationMinutes: minutesUntil(fromMinute, toMinute), match }
}
