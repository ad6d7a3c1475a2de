/** The code that answers: production or one of `variants/`. */
export type VariantName = 'n-plus-one' | 'count-statement' | 'production'

/** What is compared with the others: a variant, and whether the database has the indexes. */
export interface Scenario {
  name: string
  variant: VariantName
  indexes: boolean
  /** How it answers, in a few words. */
  answersBy: string
  /** Computed in each request without any use: a known cost, to test what measures it. */
  extraCpuUs?: number
}

/** From the slowest to production. Each differs from the one before in one thing. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'n-plus-one',
    variant: 'n-plus-one',
    indexes: false,
    answersBy: 'a count, a page, and two statements for each doctor',
  },
  {
    name: 'baseline',
    variant: 'count-statement',
    indexes: false,
    answersBy: 'a count, a page, and a batch for each relation',
  },
  {
    name: 'optimised',
    variant: 'production',
    indexes: false,
    answersBy: 'a page with count(*) over (), and a batch for each relation',
  },
  {
    name: 'optimised-indexed',
    variant: 'production',
    indexes: true,
    answersBy: 'a page with count(*) over (), and a batch for each relation',
  },
]
