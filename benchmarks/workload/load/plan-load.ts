import { hash } from 'node:crypto'
import type { LoadJob, LoadOperation } from './load-job.ts'

export interface PlannedRequest {
  /** Since the start of the job; null where it follows the previous answer without a pause. */
  intendedMs: number | null
  operation: string
  body: string
}

/** The maximum number of requests in flight in the open model. */
export const OPEN_MODEL_SENDERS = 256

/**
 * What each sender sends, one request at a time. Nothing here depends on how fast the server answers: every scenario
 * receives the same requests at the same times, and a slow one does not receive fewer.
 *
 * With users, each user has its own plan, which does not depend on the number of users. A think time runs from one
 * intended start to the next, not from the answer: otherwise a server that stalls would delay the very requests that
 * should have met the stall (coordinated omission). Where an answer comes after the next intended start, that request
 * waits for it, and the wait is part of its latency.
 *
 * With a rate, all senders share one plan, and a free sender takes the next arrival. Arrivals are a Poisson process, as
 * those of many independent users are. Constant gaps would be easier on a server than real traffic: they have no bursts,
 * and can align with periodic work of the server.
 */
export function planLoad(job: LoadJob): Iterable<PlannedRequest>[] {
  if (job.ratePerSecond === null) return Array.from({ length: job.users }, (_, user) => planUser(job, user))
  const arrivals = planArrivals(job, job.ratePerSecond)
  return Array.from({ length: OPEN_MODEL_SENDERS }, () => arrivals)
}

/** When the plan ends: no start is intended at this time or later. */
export function plannedMs({ warmUpMs, durationMs }: LoadJob): number {
  return warmUpMs + durationMs
}

function* planUser(job: LoadJob, user: number): Generator<PlannedRequest> {
  const stream = `user ${user}`
  const [shortest, longest] = job.thinkTimeMs
  const thinkTimeMs = (index: number) =>
    shortest + (longest - shortest) * drawUniform(job.seed, stream, 'think time', index)
  // Users arrive spread over a think time: otherwise all would send at once at the start.
  let intendedMs = thinkTimeMs(0) * drawUniform(job.seed, stream, 'arrival')
  for (let index = 0; intendedMs < plannedMs(job); index++) {
    yield { intendedMs: longest === 0 ? null : intendedMs, ...chooseRequest(job, stream, index) }
    intendedMs += thinkTimeMs(index + 1)
  }
}

function* planArrivals(job: LoadJob, ratePerSecond: number): Generator<PlannedRequest> {
  const stream = 'arrivals'
  const meanGapMs = 1000 / ratePerSecond
  // The gaps of a Poisson process are exponential: the inverse of their distribution function, at a uniform draw.
  const gapMs = (index: number) => -Math.log1p(-drawUniform(job.seed, stream, 'gap', index)) * meanGapMs
  let intendedMs = gapMs(0)
  for (let index = 0; intendedMs < plannedMs(job); index++) {
    yield { intendedMs, ...chooseRequest(job, stream, index) }
    intendedMs += gapMs(index + 1)
  }
}

/** The request of this number in a stream: an operation by its weight, and one of its bodies. */
export function chooseRequest(
  { operations, seed }: Pick<LoadJob, 'operations' | 'seed'>,
  stream: string,
  index: number,
): Pick<PlannedRequest, 'operation' | 'body'> {
  const { name, bodies } = chooseOperation(operations, drawUniform(seed, stream, 'operation', index))
  const body = bodies[Math.floor(drawUniform(seed, stream, 'body', index) * bodies.length)]
  if (body === undefined) throw new RangeError(`expected at least one body of ${name}, got none`)
  return { operation: name, body }
}

function chooseOperation(operations: readonly LoadOperation[], draw: number): LoadOperation {
  const total = operations.reduce((sum, { weight }) => sum + weight, 0)
  let below = 0
  const chosen = operations.find(({ weight }) => {
    below += weight
    return draw * total < below
  })
  if (chosen === undefined) throw new RangeError('expected at least one operation, got none')
  return chosen
}

const DRAW_BYTES = 6

/**
 * A uniform random number in [0, 1) for this key: the same for the same key, independent of all others. It is the head
 * of a SHA-256 of the key, so that any draw can be made without those before it.
 */
export function drawUniform(...key: (string | number)[]): number {
  return hash('sha256', JSON.stringify(key), 'buffer').readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES)
}
