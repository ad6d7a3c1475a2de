import type { BenchmarkResult, Finding, ScenarioResult } from '../result.ts'
import { compareTimes, type TimeComparison } from './compare-times.ts'

/** What differs between two runs. */
export interface ResultComparison {
  /** In scenarios and operations that both runs have. */
  statements: StatementCountChange[]
  patterns: Change<FoundPattern>
  findings: Change<FoundFinding>
  scenarios: Change<string>
  times: TimeComparison
}

/** What is only in the newer run, and what is only in the older. */
export interface Change<Item> {
  came: Item[]
  went: Item[]
}

/** A number of statements that is not what it was. */
export interface StatementCountChange {
  scenario: string
  operation: string
  /** Null for an operation without pages: then it is the median of its requests. */
  pageSize: number | null
  before: number
  after: number
}

export interface FoundPattern {
  scenario: string
  operation: string
  name: string
  pattern: string
}

export interface FoundFinding extends Pick<Finding, 'kind' | 'degree' | 'summary' | 'pattern'> {
  scenario: string
  operation: string
}

/** Compares two results, which it does not change. Statements are compared exactly: they are the same on every machine. */
export function compareResults(older: BenchmarkResult, newer: BenchmarkResult): ResultComparison {
  const pairs = newer.scenarios.flatMap((after) => {
    const before = older.scenarios.find(({ name }) => name === after.name)
    return before === undefined ? [] : [{ before, after }]
  })
  const common = ({ name }: { name: string }) => pairs.some(({ after }) => after.name === name)
  const ofCommon = ({ scenarios }: BenchmarkResult) => scenarios.filter(common)
  return {
    statements: pairs.flatMap(({ before, after }) => countChanges(before, after)),
    patterns: changeOf(ofCommon(older).flatMap(patternsOf), ofCommon(newer).flatMap(patternsOf)),
    findings: changeOf(ofCommon(older).flatMap(findingsOf), ofCommon(newer).flatMap(findingsOf)),
    scenarios: changeOf(
      older.scenarios.map(({ name }) => name),
      newer.scenarios.map(({ name }) => name),
    ),
    times: compareTimes(older, newer),
  }
}

function countChanges(before: ScenarioResult, after: ScenarioResult): StatementCountChange[] {
  const earlier = countsOf(before)
  return countsOf(after).flatMap(({ operation, pageSize, statements }) => {
    const same = earlier.find((count) => count.operation === operation && count.pageSize === pageSize)
    if (same === undefined || same.statements === statements) return []
    return [{ scenario: after.name, operation, pageSize, before: same.statements, after: statements }]
  })
}

interface StatementCount {
  operation: string
  pageSize: number | null
  statements: number
}

function countsOf({ operations }: ScenarioResult): StatementCount[] {
  return operations.flatMap(({ name: operation, statementsByPageSize, statementsPerRequest }) => {
    const whole: StatementCount = { operation, pageSize: null, statements: statementsPerRequest.median }
    const bySize = statementsByPageSize.map((each): StatementCount => ({ operation, ...each }))
    return bySize.length === 0 ? [whole] : bySize
  })
}

function patternsOf({ name: scenario, operations }: ScenarioResult): FoundPattern[] {
  return operations.flatMap(({ name: operation, patterns }) =>
    patterns.map(({ name, pattern }) => ({ scenario, operation, name, pattern })),
  )
}

function findingsOf({ name: scenario, operations }: ScenarioResult): FoundFinding[] {
  return operations.flatMap(({ name: operation, findings }) =>
    findings.map(({ kind, degree, summary, pattern }) => ({
      scenario,
      operation,
      kind,
      degree,
      summary,
      pattern,
    })),
  )
}

/** Items are the same where what identifies them is: a summary has numbers, which may differ. */
function changeOf<Item extends object | string>(
  before: readonly Item[],
  after: readonly Item[],
): Change<Item> {
  const without = (items: readonly Item[], others: readonly Item[]) => {
    const keys = new Set(others.map(keyOf))
    return items.filter((item) => !keys.has(keyOf(item)))
  }
  return { came: without(after, before), went: without(before, after) }
}

function keyOf(item: object | string): string {
  return JSON.stringify(item, (name, value) => (name === 'summary' || name === 'degree' ? undefined : value))
}
