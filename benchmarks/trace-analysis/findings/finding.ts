/** How sure a finding is: shown by the trace, the usual reading of it, or one of several. */
export const DEGREES = ['certain', 'likely', 'suspected'] as const
export type Degree = (typeof DEGREES)[number]

export const KINDS = ['n-plus-one', 'repeated', 'count-pair'] as const
export type FindingKind = (typeof KINDS)[number]

/** What the statements of an N+1 do for each row. */
export type LoopSubkind =
  | 'look-ups'
  | 'counts'
  | 'permission-checks'
  | 'inserts'
  | 'upserts'
  | 'updates'
  | 'deletes'
  | 'pages'
  | 'recursion'
  | 'calls'

export interface Finding {
  kind: FindingKind
  /** What the statements of an N+1 do; null for other kinds. */
  subkind: LoopSubkind | null
  degree: Degree
  /** The program's name for the statement, or else the verb and a table. */
  name: string
  pattern: string
  /** The finding in one sentence. */
  summary: string
  /** What to send instead. */
  fix: string
  /** The time of the flagged statements in all requests. */
  totalMs: number
  evidence: FindingEvidence
}

export interface FindingEvidence {
  /** The maximum number of statements of this key in one request, and of different parameter sets among them. */
  statements: number
  parameterSets: number
  parentPath: string | null
  requests: number
  /** statements = base + perParent · parents, over the page sizes captured; null where only one was. */
  growth: { base: number; perParent: number; points: { parents: number; statements: number }[] } | null
  /** The earlier statement and column whose values the parameters were. */
  source: { pattern: string; column: string } | null
  /** Why the finding has its degree. */
  reasons: string[]
}

/** What the statements of one key are called, and their text with values replaced. */
export interface Pattern {
  name: string
  pattern: string
}

/** Collects what is found in the requests of one operation, one by one. */
export interface Finder<Examined> {
  add(request: Examined): void
  /** The findings in all requests so far. */
  findings(patterns: ReadonlyMap<string, Pattern>): Finding[]
}

/** The surer of two degrees. */
export function surer(a: Degree, b: Degree): Degree {
  return DEGREES.indexOf(a) <= DEGREES.indexOf(b) ? a : b
}
