import type { TraceLine } from '../../../benchmarks/trace-analysis/formats/trace-line.ts'

/** From this many on, the article's benchmark calls a pattern an N+1 suspect. */
const MIN_OCCURRENCES = 10

/**
 * The rule of the article that this benchmark answers to: a SELECT pattern that occurs ten times and more in the
 * whole log is suspected of N+1. It knows neither requests nor parents, and its patterns do not distinguish `IN (?)` from
 * a longer list.
 *
 * @returns the suspected patterns.
 */
export function articleSuspects(lines: TraceLine[]): Set<string> {
  const patterns = lines.flatMap(({ statements }) => statements.map(({ text }) => articlePattern(text)))
  const counted = Map.groupBy(patterns, (pattern) => pattern)
  return new Set(
    [...counted]
      .filter(([pattern, same]) => pattern.startsWith('SELECT') && same.length >= MIN_OCCURRENCES)
      .map(([pattern]) => pattern),
  )
}

/** Its normalisation: literals and bound parameters become `?`, white space one space, IN lists `IN (?+)`. */
export function articlePattern(text: string): string {
  return text
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\$\d+|\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()
    .replace(/\bIN ?\( ?\?(?: ?, ?\?)* ?\)/g, 'IN (?+)')
}
