import { request } from 'undici'
import { failureReason } from '../workload/load/create-sample.ts'

/** An answer, with the time from sending the operation to the end of the answer. */
export interface TimedAnswer {
  durationMs: number
  text: string
  /** In a few words; null for a success. */
  failure: string | null
}

/** Sends one operation. A failure is part of the answer. */
export async function sendOperation(
  url: string,
  body: string,
  { id, signal }: { id?: string; signal: AbortSignal },
): Promise<TimedAnswer> {
  const startMs = performance.now()
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(id !== undefined && { 'x-request-id': id }) },
    body,
    signal,
  })
  const text = await response.body.text()
  return { durationMs: performance.now() - startMs, text, failure: failureReason(response.statusCode, text) }
}
