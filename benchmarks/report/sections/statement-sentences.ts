import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type StatementChange, statementChanges } from '../charts/statement-changes.ts'
import { code } from '../document/inline-text.ts'
import { countOf, formatCount, listOf } from './figures.ts'
import { statementName } from './statement-name.ts'

/** How many statements each scenario sends for the full page, and which the one before sent besides. */
export function statementSentences({ scenarios }: BenchmarkResult): string[] {
  const captured = scenarios.filter(({ timeline }) => timeline.length > 0)
  return captured.map((scenario, index) => {
    const previous = captured[index - 1]
    return previous === undefined ? firstSentence(scenario) : sentenceOf(previous, scenario)
  })
}

function firstSentence({ name, timeline }: ScenarioResult): string {
  return `${code(name)} sends ${countOf(timeline.length, 'statement')} for the full page of 10.`
}

function sentenceOf(from: ScenarioResult, to: ScenarioResult): string {
  const changes = statementChanges(from, to)
  const sent = countOf(to.timeline.length, 'statement')
  if (changes.length === 0) {
    return `${code(to.name)} sends the same ${sent} for the full page of 10 as ${code(from.name)}.`
  }
  const gone = changes.filter(({ change }) => change < 0)
  const come = changes.filter(({ change }) => change > 0)
  return `${code(to.name)} sends ${sent} for the full page of 10 where ${code(from.name)} sends ${formatCount(from.timeline.length)}: ${differenceOf(gone, come, countsOf(from))}.`
}

function differenceOf(gone: StatementChange[], come: StatementChange[], counts: Set<string>): string {
  const [first] = gone
  if (come.length === 0 && gone.length === 1 && first !== undefined && counts.has(first.name)) {
    return `the separate count, ${code(first.name)}, is gone`
  }
  if (come.length === 0) return `${amounts(gone)} fell away`
  if (gone.length === 0) return `${amounts(come)} came to it`
  return `${amounts(gone)} gave way to ${amounts(come)}`
}

function amounts(changes: StatementChange[]): string {
  return listOf(changes.map(({ name, change }) => `${formatCount(Math.abs(change))} ${code(name)}`))
}

/** The statements that only count what a page selects already. */
function countsOf({ operations }: ScenarioResult): Set<string> {
  return new Set(
    operations.flatMap((operation) =>
      operation.findings
        .filter(({ kind }) => kind === 'count-pair')
        .map((finding) => statementName(finding.pattern, operation)),
    ),
  )
}
