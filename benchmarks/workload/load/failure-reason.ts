const LONGEST_REASON = 80

/**
 * Why an answer to an operation is a failure, in a few words; null for a good one. An answer is good with status
 * 200, `data`, and no `errors`: GraphQL over HTTP reports what went wrong in an operation with a 200.
 */
export function failureReason(status: number, body: string): string | null {
  if (status !== 200) return `HTTP ${status}`
  const answer = parseAnswer(body)
  if (answer === null) return 'the body is no JSON object'
  if (Array.isArray(answer.errors))
    return `GraphQL ${describeError(answer.errors[0])}`.slice(0, LONGEST_REASON)
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
  // Codes are few, where messages can differ from one request to the next.
  return String(error?.extensions?.code || error?.message || 'error without a message')
}
