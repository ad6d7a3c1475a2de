import type { ReferenceFilter, ReferenceHours } from './reference-directory.ts'

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']

/** A filter of the reference as a client would send it. */
export function filterInput(filter: ReferenceFilter, specializationIds: Map<string, string>) {
  const { name, specialty, anySpecialty, availability } = filter
  return {
    name,
    specialty,
    specializationIds: anySpecialty?.flatMap((own) => specializationIds.get(own) ?? []),
    availability: availability && availabilityInput(availability),
  }
}

export function availabilityInput({ dayOfWeek, fromMinute, toMinute, match }: ReferenceHours) {
  return {
    dayOfWeek: dayOfWeek === undefined ? undefined : DAYS[dayOfWeek - 1],
    from: localTime(fromMinute),
    to: toMinute === undefined ? undefined : localTime(toMinute),
    match,
  }
}

export function localTime(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(11, 16)
}
