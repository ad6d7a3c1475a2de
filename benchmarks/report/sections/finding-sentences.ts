import type { BenchmarkResult, Finding, ScenarioResult } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { formatCount, listOf } from './figures.ts'
import { statementName } from './statement-name.ts'

const ACCUSATIONS: Record<Finding['kind'], (most: number) => string> = {
  'n-plus-one': (most) =>
    `sends more statements the more parents there are (N+1), up to ${formatCount(most)} of a kind in one request`,
  repeated: (most) =>
    `sends a statement again with the same parameters, up to ${formatCount(most)} times in one request`,
  'count-pair': () => 'counts in a statement of its own what its page selects already',
}

/** What each scenario is accused of, and which are accused of nothing. */
export function findingSentences({ scenarios }: BenchmarkResult): string[] {
  const captured = scenarios.filter(({ operations }) => operations.length > 0)
  const clear = captured.filter((scenario) => accusedOperations(scenario).length === 0)
  const sentences = captured.flatMap(accusations)
  if (clear.length === 0) return sentences
  return [...sentences, `Nothing is accused in ${listOf(clear.map(({ name }) => code(name)))}.`]
}

function accusations(scenario: ScenarioResult): string[] {
  const accused = Map.groupBy(accusedOperations(scenario), ({ kind }) => kind)
  return [...accused].map(([kind, findings]) => {
    const operations = unique(findings.map(({ operation }) => code(operation)))
    const statements = unique(findings.map(({ statement }) => code(statement)))
    const most = Math.max(...findings.map(({ sent }) => sent))
    return `${code(scenario.name)} ${ACCUSATIONS[kind](most)}: ${listOf(statements)}, in ${listOf(operations)}.`
  })
}

interface Accused {
  kind: Finding['kind']
  operation: string
  statement: string
  /** The most in one request. */
  sent: number
}

function accusedOperations({ operations }: ScenarioResult): Accused[] {
  return operations.flatMap((operation) =>
    operation.findings.map(({ kind, pattern, evidence }) => ({
      kind,
      operation: operation.name,
      statement: statementName(pattern, operation),
      sent: evidence.statements,
    })),
  )
}

function unique(items: string[]): string[] {
  return [...new Set(items)]
}
