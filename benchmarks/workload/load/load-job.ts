import * as v from 'valibot'

const MAX_USERS = 1_000
const MAX_MS = 3_600_000
const MAX_REQUESTS_PER_SECOND = 10_000
const MIN_WEIGHT = 0.001
const MAX_WEIGHT = 1_000_000

/** Makes messages such as "expected 1 to 1000 users, got 0". */
const expected = (what: string) => (issue: { input: unknown }) =>
  `expected ${what}, got ${JSON.stringify(issue.input)}`

const numberFrom = (min: number, max: number, what: string) =>
  v.pipe(v.number(expected(what)), v.minValue(min, expected(what)), v.maxValue(max, expected(what)))

const LOCAL_URL = 'an http URL of this machine (127.0.0.0/8, [::1] or localhost)'
const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/

/** Load on any other machine would be an attack. */
const LocalUrl = v.pipe(
  v.string(expected(LOCAL_URL)),
  v.check((text) => {
    const url = URL.parse(text)
    // The parser has written every spelling of an IPv4 address, such as 127.1, as four decimal numbers.
    return url?.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname)
  }, expected(LOCAL_URL)),
)

const Operation = v.pipe(
  v.object({
    name: v.string(expected('the name of an operation')),
    /** Its share of the requests, in proportion to the weights of the others. */
    weight: v.number(expected('a number as the weight of an operation')),
    /** Each is a whole request body in JSON. One of them is chosen for each request. */
    bodies: v.pipe(v.array(v.string(expected('a request body'))), v.readonly()),
  }),
  v.check(
    ({ weight }) => weight >= MIN_WEIGHT && weight <= MAX_WEIGHT,
    ({ input: { name, weight } }) =>
      expected(`a weight of ${name} from ${MIN_WEIGHT} to ${MAX_WEIGHT}`)({ input: weight }),
  ),
  v.check(
    ({ bodies }) => bodies.length > 0,
    ({ input: { name, bodies } }) => expected(`at least one body of ${name}`)({ input: bodies }),
  ),
)

const ThinkTime = v.pipe(
  v.strictTuple(
    [
      numberFrom(0, MAX_MS, `a shortest think time of 0 to ${MAX_MS} ms`),
      v.number(expected('a longest think time in ms')),
    ],
    expected('a shortest and a longest think time'),
  ),
  v.check(
    ([shortest, longest]) => longest >= shortest && longest <= MAX_MS,
    ({ input: [shortest, longest] }) =>
      expected(`a longest think time of ${shortest} to ${MAX_MS} ms`)({ input: longest }),
  ),
  v.readonly(),
)

const FIELDS = {
  /** Of the GraphQL endpoint, on this machine. */
  url: LocalUrl,
  operations: v.pipe(v.array(Operation), v.minLength(1, expected('at least one operation')), v.readonly()),
  /** How many send requests at the same time, each one at a time. */
  users: v.pipe(
    numberFrom(1, MAX_USERS, `1 to ${MAX_USERS} users`),
    v.integer(expected('a whole number of users')),
  ),
  /** From one intended start of a user to the next, uniform between the two; [0, 0] is without a pause. */
  thinkTimeMs: ThinkTime,
  /** Requests arrive at this rate, whether earlier ones are answered or not. `users` and `thinkTimeMs` are unused. */
  ratePerSecond: v.nullable(
    numberFrom(1, MAX_REQUESTS_PER_SECOND, `a rate of 1 to ${MAX_REQUESTS_PER_SECOND} requests per second`),
  ),
  /** Load before the time that is measured. */
  warmUpMs: numberFrom(0, MAX_MS, `a warm-up of 0 to ${MAX_MS} ms`),
  durationMs: numberFrom(1, MAX_MS, `a duration of 1 to ${MAX_MS} ms`),
  /** The same seed gives the same requests in the same order, at the same times. */
  seed: v.pipe(v.number(expected('a number as the seed')), v.integer(expected('a whole number as the seed'))),
  /** From the intended start. */
  requestTimeoutMs: numberFrom(1, MAX_MS, `a timeout of 1 to ${MAX_MS} ms`),
}

/** A missing field is reported as the field's own schema reports an undefined one. */
const Job = v.object(FIELDS, (issue) => {
  const [, field] = Object.entries(FIELDS).find(([name]) => name === issue.path?.at(-1)?.key) ?? []
  const [cause] = (field && v.safeParse(field, undefined).issues) ?? []
  return cause?.message ?? expected('a load job')(issue)
})

/** What one load generator does: which requests it sends, at which pace, and for how long. */
export type LoadJob = v.InferOutput<typeof Job>

export type LoadOperation = LoadJob['operations'][number]

/**
 * Reads a job from JSON, and checks its values.
 *
 * @throws Error "expected …, got …" where it is not a job, has no bound, or targets another machine.
 */
export function parseLoadJob(text: string): LoadJob {
  const { success, output, issues } = v.safeParse(Job, JSON.parse(text), { abortEarly: true })
  if (success) return output
  throw new Error(issues[0].message)
}
