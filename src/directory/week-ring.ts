/**
 * Hours as minutes on the ring of the week: a day has a number from 1 (Monday) to 7 (Sunday), as in ISO 8601, a start
 * is a minute of its day from 0 to 1439, and an end lies up to 1440 minutes after the start, so that it can be a minute
 * of the next day.
 */
export const MINUTES_PER_DAY = 1440

/** Minutes from one time of day to the next occurrence of another: 1 to 1440. */
export function minutesUntil(fromMinute: number, toMinute: number): number {
  return (toMinute - fromMinute + MINUTES_PER_DAY) % MINUTES_PER_DAY || MINUTES_PER_DAY
}
