import { hash } from 'node:crypto'
import type { LoadJob, LoadOperation } from './load-job.ts'

export interface PlannedRequest {
  /** Since the start of the job; null where it is to follow the answer to the one before, without a pause. */
  intendedMs: number | null
  operation: string
  body: string
}

/** How many requests of the open model can be under way at once. */
export const OPEN_MODEL_SENDERS = 256

/**
 * What each sender sends, one request at a time. Nothing here depends on how fast the server answers: every
 * scenario is asked the same at the same times, and a slow one is not asked less.
 *
 * With users, each has a plan of its own, which does not change with the number of users. A think time runs from
 * one intended start to the next, not from the answer: were it to run from the answer, a server that stalls would
 * put off the requests that would have met the stall (coordinated omission). Where an answer is later than the
 * next start, that request waits for it, and the wait is part of its latency.
 *
 * With a rate, all senders share one plan: whoever is free takes the next arrival. Arrivals are a Poisson process,
 * as of many people who do not know of each other. Constant gaps would be kinder to a server than they are: they
 * make no bursts, and can keep step with whatever the server does at intervals.
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
  // A user arrives somewhere within a think time, or all would ask at once at the start.
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

function chooseRequest({ operations, seed }: LoadJob, stream: string, index: number) {
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
 * A number of [0, 1) for this place of a random sequence: always the same for the same place, and independent of
 * all others. It is the head of a SHA-256, so that a place can be drawn without those before it.
 */
export function drawUniform(...place: (string | number)[]): number {
  return hash('sha256', JSON.stringify(place), 'buffer').readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES)
}
