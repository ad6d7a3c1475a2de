import { Prisma } from '../../../database/generated/client.ts'
import type { Availability } from '../../doctor-filter.ts'
import { MINUTES_PER_DAY } from '../../week-ring.ts'
import { literal } from '../plan/page-plan.ts'

/**
 * A condition on terms of `doctor_bitmap`, the inverted index of doctors: it selects `kind`, `first` and `last` of ranges
 * of terms, and holds for doctors who have any term within them.
 */
export type TermRanges = Prisma.Sql

/** The longest text that is a term. */
const CHARACTERS_PER_TERM = 2
const LAST_CHARACTER = '\u{10ffff}'

/**
 * Names that contain a text: their terms are pairs of neighbouring characters, and the last character, so that one
 * character is the beginning of any number of terms. Undefined where the text is longer.
 *
 * @param lowered the text in lower case, as an expression. As many characters as JavaScript makes it.
 */
export function termsOfText(text: string, lowered: Prisma.Sql): TermRanges | undefined {
  const { length } = [...text.toLowerCase()]
  if (length > CHARACTERS_PER_TERM) return undefined
  const end = length < CHARACTERS_PER_TERM ? LAST_CHARACTER : ''
  return Prisma.sql`select 'name' as kind, ${lowered} as first, ${lowered} || ${end}::text as last`
}

/** Pairs of a text that are read, at most. */
const MAX_PAIRS = 4

/**
 * Pairs of neighbouring characters of a longer text, one in each row, from its first to its last: a name that contains the
 * text has each of them.
 *
 * @param lowered the text in lower case, as an expression. It has three characters or more.
 */
export function pairsOfText(lowered: Prisma.Sql): TermRanges {
  return Prisma.sql`
    select 'name' as kind, pair as first, pair as last
    from (select lowered, length(lowered) - 1 as pairs from ${lowered} text (lowered)) text,
      generate_series(1, pairs, greatest(1, ceil((pairs - 1) / ${literal(MAX_PAIRS - 1)}.0)::int)) place, substr(lowered, place, 2) pair`
}

/** @param ids an expression, an array of integers. */
export function termsOfSpecializations(ids: Prisma.Sql): TermRanges {
  return Prisma.sql`
    select 'specialization' as kind, id::text as first, id::text as last from unnest(${ids}) id`
}

const MINUTES_PER_TERM = 30
const TERMS_PER_DAY = MINUTES_PER_DAY / MINUTES_PER_TERM

/**
 * Hours that a schedule overlaps, by the half hours that it touches. Undefined where these do not decide it: one schedule
 * has to cover the hours, or they are not whole half hours.
 */
export function termsOfHours(availability: Availability): TermRanges | undefined {
  const { fromMinute, durationMinutes, match } = availability
  if (match === 'COVERS' || fromMinute % MINUTES_PER_TERM > 0 || durationMinutes % MINUTES_PER_TERM > 0)
    return undefined
  return termsOfHalfHours(halfHoursOf(availability))
}

/** What holds for schedules that meet hours: they touch any of their half hours, or the first and the last to cover them. */
export function narrowingOfHours(availability: Availability): TermRanges[] {
  const halfHours = halfHoursOf(availability)
  return availability.match === 'COVERS'
    ? [halfHours.slice(0, 1), halfHours.slice(-1)].map(termsOfHalfHours)
    : [termsOfHalfHours(halfHours)]
}

/** Terms of the half hours that hours touch, from their first. */
function halfHoursOf({ dayOfWeek, fromMinute, durationMinutes }: Availability): string[] {
  const first = Math.floor(fromMinute / MINUTES_PER_TERM)
  const end = Math.ceil((fromMinute + durationMinutes) / MINUTES_PER_TERM)
  return Array.from({ length: end - first }, (_, index) => {
    const halfHour = first + index
    const day = dayOfWeek === undefined ? 'any' : halfHour < TERMS_PER_DAY ? dayOfWeek : (dayOfWeek % 7) + 1
    return `${day}.${halfHour % TERMS_PER_DAY}`
  })
}

function termsOfHalfHours(terms: string[]): TermRanges {
  return Prisma.sql`select 'hours' as kind, term as first, term as last from unnest(${terms}::text[]) term`
}
