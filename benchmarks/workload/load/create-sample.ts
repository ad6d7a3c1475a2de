import type { Exchange } from './exchange.ts'
import type { LoadSample } from './load-samples.ts'

const MAX_REASON_LENGTH = 80

/** The sample of an exchange. The start of the job and the intended start are on the clock of the exchange. */
export function createSample(
  intent: { operation: string; startMs: number; intendedMs: number },
  exchange: Exchange,
): LoadSample {
  const { operation, startMs, intendedMs } = intent
  const { endMs } = exchange
  const times = { operation, intendedMs: intendedMs - startMs, latencyMs: endMs - intendedMs }
  if ('error' in exchange) {
    const naiveLatencyMs = exchange.sentMs === null ? null : endMs - exchange.sentMs
    return { ...times, ok: false, naiveLatencyMs, error: exchange.error }
  }
  const naiveLatencyMs = endMs - exchange.sentMs
  const error = failureReason(exchange.status, exchange.body)
  return error === null
    ? { ...times, ok: true, naiveLatencyMs }
    : { ...times, ok: false, naiveLatencyMs, error }
}

/**
 * Why an answer to an operation is a failure, in a few words; null for a success. An answer is a success with status
 * 200, `data`, and no `errors`: GraphQL over HTTP reports errors of an operation with a 200.
 */
export function failureReason(status: number, body: string): string | null {
  if (status !== 200) return `HTTP ${status}`
  const answer = parseAnswer(body)
  if (answer === null) return 'the body is not a JSON object'
  if (Array.isArray(answer.errors))
    return `GraphQL ${describeError(answer.errors[0])}`.slice(0, MAX_REASON_LENGTH)
  return answer.data == null ? 'no data' : null
}

interface Answer {
  data?: unknown
  errors?: unknown
}

function parseAnswer(body: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(body)
    return typeof answer === 'object' && !Array.isArray(answer) ? answer : null
  } catch {
    return null
  }
}

function describeError(error?: { message?: unknown; extensions?: { code?: unknown } }): string {
  // There are few codes; messages can differ with each request.
  return String(error?.extensions?.code || error?.message || 'error without a message')
}
