import { request } from 'undici'
import { failureReason } from './load/create-sample.ts'
import { bodiesOf, OPERATIONS, PAGE_SIZE } from './operations.ts'

/** Far enough apart to show what grows with the page size. */
export const CAPTURED_PAGE_SIZES = [1, PAGE_SIZE, 50]

/** How often each operation is sent at each page size, with one of its filters after the other. */
const REPETITIONS = 5

/** A request of the capture. The trace has a line with its id. */
export interface CapturedRequest {
  id: string
  operation: string
  /** Null for an operation without pages. */
  pageSize: number | null
}

/** The number of requests that a capture sends. */
export const CAPTURED_REQUESTS = REPETITIONS * CAPTURED_PAGE_SIZES.length * OPERATIONS.length

/**
 * Sends every operation at every page size the same number of times, one request at a time, without a pause.
 *
 * @returns what was sent, in that order.
 * @throws Error where an answer is a failure: its trace would not show what the operation costs.
 */
export async function captureStatements(
  url: string,
  onRequest: () => void,
  signal: AbortSignal,
): Promise<CapturedRequest[]> {
  const captured: CapturedRequest[] = []
  for (const [index, { operation, pageSize, body }] of plannedRequests().entries()) {
    const id = `${operation}/${index + 1}`
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': id },
      body,
      signal,
    })
    const text = await response.body.text()
    const failure = failureReason(response.statusCode, text)
    if (failure !== null) {
      throw new Error(`expected data for ${operation}, got ${failure}: ${text.slice(0, 200)}`)
    }
    captured.push({ id, operation, pageSize })
    onRequest()
  }
  return captured
}

function plannedRequests(): (Omit<CapturedRequest, 'id'> & { body: string })[] {
  return Array.from({ length: REPETITIONS }, (_, repetition) => repetition).flatMap((repetition) =>
    CAPTURED_PAGE_SIZES.flatMap((pageSize) =>
      OPERATIONS.map((operation) => {
        const bodies = bodiesOf(operation, pageSize)
        return {
          operation: operation.name,
          pageSize: operation.hasPages ? pageSize : null,
          body: bodies[repetition % bodies.length] ?? '',
        }
      }),
    ),
  )
}
