/** What one load generator does: who asks what, and for how long. */
export interface LoadJob {
  /** Of the GraphQL endpoint, on this machine. */
  url: string
  operations: readonly LoadOperation[]
  /** How many ask at the same time, one request each. */
  users: number
  /** From the start that a user intends for one request to that of the next, uniform; [0, 0] is without a pause. */
  thinkTimeMs: readonly [shortest: number, longest: number]
  /** Requests arrive at this rate whoever waits for an answer, and `users` and `thinkTimeMs` are not used. */
  ratePerSecond: number | null
  /** Load before the time that is measured. */
  warmUpMs: number
  durationMs: number
  /** The same seed gives the same requests in the same order, at the same times. */
  seed: number
  /** From the intended start. */
  requestTimeoutMs: number
}

export interface LoadOperation {
  name: string
  /** Its share of the requests, in proportion to the weights of the others. */
  weight: number
  /** Each a whole request body in JSON: one is chosen for each request. */
  bodies: readonly string[]
}

const MOST_USERS = 1_000
const LONGEST_MS = 3_600_000
const MOST_PER_SECOND = 10_000
const LEAST_WEIGHT = 0.001
const MOST_WEIGHT = 1_000_000

/**
 * Reads a job from JSON, and checks its values.
 *
 * @throws Error "expected …, got …" where it is no job, has no bound, or is aimed at another machine.
 */
export function parseLoadJob(text: string): LoadJob {
  const job: LoadJob = JSON.parse(text)
  expect('an http URL of this machine (127.0.0.0/8, [::1] or localhost)', job.url, isLoopbackUrl)
  expect('at least one operation', job.operations, isFilled)
  for (const { name, weight, bodies } of job.operations) {
    expect(
      `a weight of ${name} from ${LEAST_WEIGHT} to ${MOST_WEIGHT}`,
      weight,
      isWithin(LEAST_WEIGHT, MOST_WEIGHT),
    )
    expect(`at least one body of ${name}`, bodies, isFilled)
  }
  expect(`1 to ${MOST_USERS} users`, job.users, isWithin(1, MOST_USERS))
  expect('a whole number of users', job.users, Number.isInteger)
  const [shortest, longest] = job.thinkTimeMs
  expect(`a shortest think time of 0 to ${LONGEST_MS} ms`, shortest, isWithin(0, LONGEST_MS))
  expect(`a longest think time of ${shortest} to ${LONGEST_MS} ms`, longest, isWithin(shortest, LONGEST_MS))
  if (job.ratePerSecond !== null) {
    expect(
      `a rate of 1 to ${MOST_PER_SECOND} requests per second`,
      job.ratePerSecond,
      isWithin(1, MOST_PER_SECOND),
    )
  }
  expect(`a warm-up of 0 to ${LONGEST_MS} ms`, job.warmUpMs, isWithin(0, LONGEST_MS))
  expect(`a duration of 1 to ${LONGEST_MS} ms`, job.durationMs, isWithin(1, LONGEST_MS))
  expect(`a timeout of 1 to ${LONGEST_MS} ms`, job.requestTimeoutMs, isWithin(1, LONGEST_MS))
  expect('a whole number as the seed', job.seed, Number.isInteger)
  return job
}

function expect<Value>(expected: string, got: Value, isMet: (value: Value) => boolean): void {
  if (!isMet(got)) throw new Error(`expected ${expected}, got ${JSON.stringify(got)}`)
}

function isWithin(least: number, most: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= least && value <= most
}

function isFilled(list: readonly unknown[]): boolean {
  return Array.isArray(list) && list.length > 0
}

const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/

/** Whether a URL is one of http on this machine: load on any other would be an attack. */
function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text)
  // The parser has written every spelling of an IPv4 address, such as 127.1, as four decimal numbers.
  return url?.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname)
}
