import type {
  TracedRequest,
  TracedStatement,
} from '../../../benchmarks/trace-analysis/requests/traced-request.ts'
import { createTextReader } from '../../../benchmarks/trace-analysis/sql/statement-text.ts'
import { articlePattern } from './article-rule.ts'
import type { Detector, Flagged, RecordedTrace } from './corpus.ts'

/** From this many on, the article calls a pattern suspected; Sentry and perf-sentinel do so within a request. */
const ARTICLE_MIN = 10
const SENTRY_MIN = 5
/** Sentry's default for the time that the repeated spans take together. */
const SENTRY_MIN_MS = 50
const PERF_SENTINEL_MIN = 5

/** Rules that count, as others apply them. They know no other kind than N+1. */
export const OTHER_DETECTORS: Record<string, Detector> = {
  'ten of a SELECT in the whole trace, as in the article': articleRule,
  'five spans and 50 ms in a request, as Sentry': (trace) =>
    inRequests(trace, (same) => same.length >= SENTRY_MIN && totalMs(same) >= SENTRY_MIN_MS),
  'five with five parameters in a request, as perf-sentinel': (trace) =>
    inRequests(trace, (same) => same.length >= PERF_SENTINEL_MIN && valuesOf(same) >= PERF_SENTINEL_MIN),
}

function articleRule({ requests }: RecordedTrace): Flagged[] {
  const sent = requests.flatMap((request) => request.statements.map((statement) => ({ request, statement })))
  return [...Map.groupBy(sent, ({ statement }) => articlePattern(statement.text))]
    .filter(([pattern, same]) => pattern.startsWith('SELECT') && same.length >= ARTICLE_MIN)
    .flatMap(([, same]) =>
      [...Map.groupBy(same, ({ request }) => request.operation ?? '')].map(([operation, own]) => ({
        operation,
        kind: 'n-plus-one' as const,
        text: own[0]?.statement.text ?? '',
      })),
    )
}

function inRequests({ requests }: RecordedTrace, isFlagged: (same: TracedStatement[]) => boolean): Flagged[] {
  const readText = createTextReader()
  return requests.flatMap((request: TracedRequest) =>
    [...Map.groupBy(request.statements, ({ text }) => readText(text).key)]
      .filter(
        ([key, same]) => !/^(begin|commit|rollback|savepoint|release|set)\b/.test(key) && isFlagged(same),
      )
      .map(([, same]) => ({
        operation: request.operation ?? '',
        kind: 'n-plus-one' as const,
        text: same[0]?.text ?? '',
      })),
  )
}

function totalMs(statements: TracedStatement[]): number {
  return statements.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/** Different texts or parameters. */
function valuesOf(statements: TracedStatement[]): number {
  return new Set(statements.map(({ text, parameters }) => JSON.stringify([text, parameters]))).size
}
