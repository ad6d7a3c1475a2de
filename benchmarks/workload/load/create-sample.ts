import type { Exchange } from './exchange.ts'
import { failureReason } from './failure-reason.ts'
import type { LoadSample } from './load-samples.ts'

/** What an exchange tells. The start of the job and the intended start are on the clock of the exchange. */
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
