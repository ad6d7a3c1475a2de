import { Prisma } from '../../database/generated/client.ts'
import type { Availability } from '../doctor-filter.ts'
import { MINUTES_PER_DAY } from '../week-ring.ts'

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
  const { dayOfWeek, fromMinute, durationMinutes, match } = availability
  if (match === 'COVERS' || fromMinute % MINUTES_PER_TERM > 0 || durationMinutes % MINUTES_PER_TERM > 0)
    return undefined
  const terms = Array.from({ length: durationMinutes / MINUTES_PER_TERM }, (_, index) => {
    const halfHour = fromMinute / MINUTES_PER_TERM + index
    const day = dayOfWeek === undefined ? 'any' : halfHour < TERMS_PER_DAY ? dayOfWeek : (dayOfWeek % 7) + 1
    return `${day}.${halfHour % TERMS_PER_DAY}`
  })
  return Prisma.sql`select 'hours' as kind, term as first, term as last from unnest(${terms}::text[]) term`
}
