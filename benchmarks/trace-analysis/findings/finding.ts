/** What the statements of one key are called, and their text with values replaced. */
export interface Pattern {
  name: string
  pattern: string
}

export interface Finding {
  kind: 'n-plus-one' | 'repeated' | 'count-pair'
  pattern: string
  /** The finding in one sentence. */
  summary: string
  evidence: {
    /** The maximum number of statements of this key in one request, and of different parameter sets among them. */
    statements: number
    parameterSets: number
    parentPath: string | null
    requests: number
    /** statements = base + perParent · parents, over the page sizes captured; null where only one was. */
    growth: { base: number; perParent: number; points: { parents: number; statements: number }[] } | null
    /** The earlier statement and column whose values the parameters were. */
    source: { pattern: string; column: string } | null
  }
}
