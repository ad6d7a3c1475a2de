import { BadInput } from './bad-input.ts'

/** Which doctors are asked for: valid, normalised; an absent part does not filter. All parts combine with and. */
export interface DoctorFilter {
  /** A part of the name, in any letter case. */
  name?: string
  /** A part of the name of one of their specializations, in any letter case. */
  specialty?: string
  /** At least one of these is a specialization of theirs. */
  specializationIds?: readonly number[]
  /** They have an available schedule with such hours. */
  availability?: Availability
}

/** The hours `[fromMinute, fromMinute + durationMinutes)` of a day of the week, or of any day. */
export interface Availability {
  /** 1 (Monday) to 7 (Sunday); any day where absent. */
  dayOfWeek?: number
  /** 0 to 1439. */
  fromMinute: number
  /** 1 to 1440; past midnight it reaches into the next day, and from Sunday into Monday. */
  durationMinutes: number
  /** Whether one schedule shares a minute with these hours, or holds all of them. */
  match: AvailabilityMatch
}

export type AvailabilityMatch = 'OVERLAPS' | 'COVERS'

const LONGEST_TEXT = 100
const MOST_IDS = 100
const MINUTES_PER_DAY = 1440

/**
 * Trims a text to search for. Empty means no filter.
 *
 * @throws BadInput where it is longer than 100 characters, or holds what PostgreSQL cannot store.
 */
export function searchText(argument: string, text: string | null | undefined): string | undefined {
  const trimmed = text?.trim()
  if (!trimmed) return undefined
  const length = [...trimmed].length
  if (length > LONGEST_TEXT)
    throw new BadInput(`\`${argument}\` of at most ${LONGEST_TEXT} characters`, `${length}`)
  if (trimmed.includes('\0')) throw new BadInput(`\`${argument}\` without a NUL character`, trimmed)
  if (!trimmed.isWellFormed()) throw new BadInput(`\`${argument}\` to be well-formed Unicode`, trimmed)
  return trimmed
}

/**
 * A list of ids to choose from. Empty means no filter, like an empty text.
 *
 * @throws BadInput where there are more than 100.
 */
export function anyOfIds(
  argument: string,
  ids: readonly number[] | null | undefined,
): readonly number[] | undefined {
  if (!ids?.length) return undefined
  if (ids.length > MOST_IDS) throw new BadInput(`\`${argument}\` of at most ${MOST_IDS} ids`, ids.length)
  return ids
}

export interface AvailabilityCriteria {
  dayOfWeek: number | undefined
  fromMinute: number | undefined
  toMinute: number | undefined
  match: AvailabilityMatch
}

/**
 * Turns `from` and `to` into hours of the week. No `from` is 00:00, no `to` the end of that day; a `to` before
 * `from`, or of 00:00, runs past midnight.
 *
 * @throws BadInput where both are the same: that could mean no time at all, or a whole day.
 */
export function createAvailability(criteria: AvailabilityCriteria): Availability {
  const { dayOfWeek, fromMinute = 0, toMinute = MINUTES_PER_DAY, match } = criteria
  if (fromMinute === toMinute) {
    throw new BadInput(
      'availability `from` and `to` to differ (without `to` the hours last until midnight)',
      'the same time twice',
    )
  }
  const durationMinutes = (toMinute - fromMinute + MINUTES_PER_DAY) % MINUTES_PER_DAY || MINUTES_PER_DAY
  return { dayOfWeek, fromMinute, durationMinutes, match }
}
