import { request } from 'undici'
import { bodiesOf, OPERATIONS } from './operations.ts'

/** Page sizes far enough apart to show what grows with them. */
export const PAGE_SIZES = [1, 10, 50]

/** How often each operation is asked at each page size, beyond once for each of its filters. */
const REPETITIONS = 5

/** Requests that a capture sends. */
export const CAPTURED_REQUESTS = plannedRequests().length

/**
 * Asks every operation at every page size, one request at a time without a pause, and the same number of times each.
 * The request's id says what was asked.
 *
 * @throws Error where an answer has errors: a trace of failures tells nothing.
 */
export async function captureStatements(
  url: string,
  onRequest: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, body } of plannedRequests()) {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': id },
      body,
      signal,
    })
    const text = await response.body.text()
    if (response.statusCode !== 200 || text.includes('"errors":')) {
      throw new Error(`expected an answer to ${id}, got ${response.statusCode}: ${text.slice(0, 200)}`)
    }
    onRequest()
  }
}

/** The page size that a captured request asked for; undefined for one without pages. */
export function capturedPageSize(requestId: string | null): number | undefined {
  const pageSize = requestId?.split('/')[1]
  return pageSize ? Number(pageSize) : undefined
}

/** Whether a captured request asked for a full page of ten: one of these is shown statement by statement. */
export function isFullPageOfTen(requestId: string | null): boolean {
  return requestId?.startsWith(requestIdOf('Browse', 10, '')) ?? false
}

function plannedRequests(): { id: string; body: string }[] {
  return Array.from({ length: REPETITIONS }, (_, repetition) => repetition).flatMap((repetition) =>
    PAGE_SIZES.flatMap((pageSize) =>
      OPERATIONS.map((operation) => {
        const bodies = bodiesOf(operation, pageSize)
        const id = requestIdOf(operation.name, operation.hasPages ? pageSize : undefined, repetition)
        return { id, body: bodies[repetition % bodies.length] ?? '' }
      }),
    ),
  )
}

function requestIdOf(operation: string, pageSize: number | undefined, repetition: number | string): string {
  return `${operation}/${pageSize ?? ''}/${repetition}`
}
