import { type Histogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { Pool } from 'undici'
import { type Alarms, createAlarms, monotonicMs } from './clock.ts'
import { createSample } from './create-sample.ts'
import { type Exchange, exchange } from './exchange.ts'
import { type GeneratorLag, isLagAcceptable, lagAt, summariseTimes, type TimeSummary } from './lag.ts'
import type { LoadJob } from './load-job.ts'
import type { LoadSample, LoadSamples, Validity } from './load-samples.ts'
import { type PlannedRequest, planLoad, plannedMs } from './plan-load.ts'

const MAX_REQUESTS = 1_000_000
const LOOP_RESOLUTION_MS = 10

interface Run {
  job: LoadJob
  pool: Pool
  alarms: Alarms
  startMs: number
  requestsLeft: number
  samples: LoadSample[]
  latenessMs: number[]
}

/**
 * Sends the planned requests and measures them. It always ends: at most `requestTimeoutMs` after the planned time, or
 * after a million requests.
 */
export async function sendLoad(job: LoadJob): Promise<LoadSamples> {
  const plans = planLoad(job)
  // Each request has its own deadline, so the pool needs no timeouts.
  const pool = new Pool(new URL(job.url).origin, {
    connections: plans.length,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const alarms = await createAlarms()
  const loopDelay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  const startMs = monotonicMs()
  const run: Run = { job, pool, alarms, startMs, requestsLeft: MAX_REQUESTS, samples: [], latenessMs: [] }
  await Promise.all([
    ...plans.map((plan) => sendInTurn(run, plan)),
    alarms.waitUntil(startMs + job.warmUpMs).then(() => loopDelay.enable()),
  ])
  const lag = { latenessMs: summariseTimes(run.latenessMs), eventLoopDelayMs: summariseLoopDelay(loopDelay) }
  await Promise.all([pool.destroy(), alarms.close()])
  return { samples: run.samples, lag, lagP99Ms: lagAt(lag, 'p99'), ...validityOf(run, lag) }
}

/** A sender has one request in flight at a time, like a person in front of a page. */
async function sendInTurn(run: Run, plan: Iterable<PlannedRequest>): Promise<void> {
  const { job, startMs, alarms } = run
  for (const planned of plan) {
    const freeMs = monotonicMs()
    const intendedMs = planned.intendedMs === null ? freeMs : startMs + planned.intendedMs
    if (intendedMs >= startMs + plannedMs(job) || run.requestsLeft === 0) return
    run.requestsLeft -= 1
    const isMeasured = intendedMs >= startMs + job.warmUpMs
    if (intendedMs > freeMs) {
      await alarms.waitUntil(intendedMs)
      if (isMeasured) run.latenessMs.push(monotonicMs() - intendedMs)
    }
    const answer = await send(run, planned.body, intendedMs + job.requestTimeoutMs)
    if (isMeasured) {
      run.samples.push(createSample({ operation: planned.operation, startMs, intendedMs }, answer))
    }
  }
}

async function send({ job, pool }: Run, body: string, deadlineMs: number): Promise<Exchange> {
  // The previous answer came after this request's deadline: it counts as failed, like one that was sent.
  if (monotonicMs() >= deadlineMs) return { sentMs: null, endMs: deadlineMs, error: 'timeout' }
  const { pathname, search } = new URL(job.url)
  return exchange(pool, { path: pathname + search, body, deadlineMs })
}

/** The histogram holds the intervals of its own timer, in nanoseconds. */
function summariseLoopDelay(histogram: Histogram): TimeSummary {
  const delayMs = (intervalNs: number) =>
    histogram.count === 0 ? 0 : Math.max(0, intervalNs / 1e6 - LOOP_RESOLUTION_MS)
  return {
    p50: delayMs(histogram.percentile(50)),
    p99: delayMs(histogram.percentile(99)),
    max: delayMs(histogram.max),
  }
}

/** Answers of a server that limits its load: what it measures then is the limit. */
const REFUSALS: ReadonlySet<string> = new Set(['HTTP 429', 'HTTP 503'])

function validityOf({ job, requestsLeft, samples }: Run, lag: GeneratorLag): Validity {
  const latencyMs = summariseTimes(samples.map((sample) => sample.latencyMs))
  if (requestsLeft === 0) return invalid(`the limit of ${MAX_REQUESTS} requests was reached`)
  if (latencyMs === null) return invalid(`no request was due in the ${job.durationMs} ms measured`)
  const refused = samples.filter((sample) => !sample.ok && REFUSALS.has(sample.error)).length
  if (refused > 0) return invalid(`the server refused ${refused} of ${samples.length} requests`)
  if (isLagAcceptable(lag, latencyMs)) return { valid: true }
  const show = (at: 'p50' | 'p99') =>
    `${lagAt(lag, at).toFixed(1)} ms of ${latencyMs[at].toFixed(1)} ms at ${at}`
  return invalid(`the load generator itself was late: ${show('p50')}, ${show('p99')}`)
}

function invalid(reason: string): Validity {
  return { valid: false, reason }
}
