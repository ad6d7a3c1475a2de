import type { GeneratorLag } from './lag.ts'

/** What a load generator measured: a sample for each request with an intended start after the warm-up. */
export type LoadSamples = LoadSummary & { samples: LoadSample[] }

export type LoadSummary = {
  lag: GeneratorLag
  /** The lag at percentile 99: the greater of its two parts. */
  lagP99Ms: number
} & Validity

/** Whether the samples describe the server rather than the load generator, and if not, why. */
export type Validity = { valid: true } | { valid: false; reason: string }

export type LoadSample = {
  operation: string
  /** The intended start of the request, since the start of the job. */
  intendedMs: number
  /** From the intended start to the end of the answer, or to its deadline. */
  latencyMs: number
} & (
  | {
      ok: true
      /** From when the request was written to a connection: the wait before that is not included. */
      naiveLatencyMs: number
    }
  | {
      ok: false
      /** Null where the request was never sent. */
      naiveLatencyMs: number | null
      /** In a few words. */
      error: string
    }
)

/** A line of the load generator's standard output: all samples, then the summary, or only a refusal. */
export type LoadMessage =
  | { kind: 'sample'; sample: LoadSample }
  | { kind: 'summary'; summary: LoadSummary }
  | { kind: 'refusal'; message: string }
