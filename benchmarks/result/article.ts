/** The article's figures for what it changed, beside what this run measured for the same change. */
export interface ArticleTable {
  /** The scenarios that stand for the article's baseline and its optimised version. */
  from: string
  to: string
  rows: ArticleRow[]
}

export interface ArticleRow {
  figure: 'statements of a page' | 'p50' | 'p90' | 'p95' | 'p99'
  /** Statements, or ms under 10 users. */
  article: { before: number; after: number }
  /** Empty where this run did not measure it. */
  here: ArticleMeasurement[]
}

export interface ArticleMeasurement {
  measuredBy: 'capture' | 'head to head' | 'load'
  /** Of the load; null for the others. */
  users: number | null
  before: number
  after: number
  /** (after − before) / before, with its interval where it has one. */
  change: number
  low: number | null
  high: number | null
}
