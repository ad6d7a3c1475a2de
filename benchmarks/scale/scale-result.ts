import type { Difficulty } from '../pages/scale-operations.ts'
import type { ResultHead } from '../result.ts'

/** The result of `npm run bench:scale`, in the form in which it is written as JSON. */
export interface ScaleResult extends ResultHead {
  version: 1
  command: string
  postgresql: string
  directories: ScaledDirectory[]
  verdicts: Verdict[]
  random: RandomRun
}

/** A directory of one size, with the indexes or without. */
export interface ScaledDirectory {
  doctors: number
  indexes: boolean
  /** `select count(*) from doctor where is_active`, in ms: with the database's own settings, and with the program's. */
  countMs: number
  countInProgramMs: number
  operations: MeasuredOperation[]
  counts: MeasuredCount[]
}

export interface MeasuredOperation {
  name: string
  difficulty: Difficulty
  /** The page statement; null where it took longer than the limit of the run. */
  statement: MeasuredStatement | null
  /** Of the operation through the API; null where it failed. */
  p50Ms: number | null
  samples: number
}

export interface MeasuredStatement {
  /** In the server, the median of several executions. */
  executionMs: number
  /** 8 kB blocks that were looked at, in shared buffers or outside them, and temporary ones. */
  buffers: number
  temporaryBlocks: number
  /** What was executed, in one line. */
  shape: string
}

/** A way to count beside a page. */
export type CountForm = 'window above the page' | 'window of its own' | 'scalar count' | 'two statements'

export interface MeasuredCount {
  form: CountForm
  /** Which doctors are counted, and the share of public doctors that they are. */
  condition: string
  share: number
  executionMs: number | null
}

/** Whether an operation is within its target at the largest size. */
export interface Verdict {
  operation: string
  difficulty: Difficulty
  executionMs: number | null
  limitMs: number
  /** How the limit comes about. */
  limit: string
  met: boolean
}

/** Random operations at the largest size. */
export interface RandomRun {
  operations: number
  seed: number
  /** In ms, through the API. */
  p50Ms: number
  p99Ms: number
  maxMs: number
  pastLimit: number
  failed: number
  /** The slowest, with their variables as JSON. */
  slowest: { durationMs: number; variables: string }[]
}
