import type { GeneratorLag } from './lag.ts'

/** What a load generator measured: one sample for each request that was intended after the warm-up. */
export type LoadSamples = LoadSummary & { samples: LoadSample[] }

export type LoadSummary = {
  lag: GeneratorLag
  /** The greater part of the lag at percentile 99. */
  lagP99Ms: number
} & Validity

/** Whether the figures are about the server, and if not, why. */
export type Validity = { valid: true } | { valid: false; reason: string }

export type LoadSample = {
  operation: string
  /** When the request was to start, since the start of the job. */
  intendedMs: number
  /** From the intended start to the end of the answer, or to where it was given up. */
  latencyMs: number
} & (
  | {
      ok: true
      /** From where the request was written to a connection: it does not count the wait before that. */
      naiveLatencyMs: number
    }
  | {
      ok: false
      /** Null where nothing was ever sent. */
      naiveLatencyMs: number | null
      /** In a few words. */
      error: string
    }
)

/** A line of the load generator's standard output: all samples, then the summary, or a refusal alone. */
export type LoadMessage =
  | { kind: 'sample'; sample: LoadSample }
  | { kind: 'summary'; summary: LoadSummary }
  | { kind: 'refusal'; message: string }
