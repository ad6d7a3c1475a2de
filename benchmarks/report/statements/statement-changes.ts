import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { code, countOf, formatCount, listOf } from '../document/text.ts'
import { flaggedStatements } from './findings.ts'
import { FULL_PAGE_SIZE } from './statements-chart.ts'

export interface StatementChange {
  name: string
  change: number
}

/**
 * The statements of a full page that one scenario sends more or less often than another: first the removed, by
 * how many were removed, then the added.
 */
export function statementChanges(from: ScenarioResult, to: ScenarioResult): StatementChange[] {
  const before = countByName(from)
  const after = countByName(to)
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, change: (after.get(name) ?? 0) - (before.get(name) ?? 0) }))
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => a.change - b.change)
}

function countByName({ timeline }: ScenarioResult): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name } of timeline) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** How many statements each scenario sends for a full page, and what changed since the previous scenario. */
export function statementSentences({ scenarios }: BenchmarkResult): string[] {
  const captured = scenarios.filter(({ timeline }) => timeline.length > 0)
  return captured.map((scenario, index) => {
    const previous = captured[index - 1]
    return previous === undefined ? firstSentence(scenario) : changeSentence(previous, scenario)
  })
}

function firstSentence({ name, timeline }: ScenarioResult): string {
  return `${code(name)} sends ${countOf(timeline.length, 'statement')} for a full page of ${FULL_PAGE_SIZE}.`
}

function changeSentence(from: ScenarioResult, to: ScenarioResult): string {
  const changes = statementChanges(from, to)
  const sent = countOf(to.timeline.length, 'statement')
  if (changes.length === 0) {
    return `${code(to.name)} sends the same ${sent} for a full page of ${FULL_PAGE_SIZE} as ${code(from.name)}.`
  }
  const removed = changes.filter(({ change }) => change < 0)
  const added = changes.filter(({ change }) => change > 0)
  return `${code(to.name)} sends ${sent} for a full page of ${FULL_PAGE_SIZE} instead of the ${formatCount(from.timeline.length)} of ${code(from.name)}: ${differenceText(removed, added, separateCounts(from))}.`
}

function differenceText(removed: StatementChange[], added: StatementChange[], counts: Set<string>): string {
  const [first] = removed
  if (added.length === 0 && removed.length === 1 && first !== undefined && counts.has(first.name)) {
    return `it sends no separate count (${code(first.name)})`
  }
  if (added.length === 0) return `${amounts(removed)} removed`
  if (removed.length === 0) return `${amounts(added)} added`
  return `${amounts(removed)} replaced by ${amounts(added)}`
}

function amounts(changes: StatementChange[]): string {
  return listOf(changes.map(({ name, change }) => `${formatCount(Math.abs(change))} × ${code(name)}`))
}

/** The statements that only count the rows of a page. */
function separateCounts(scenario: ScenarioResult): Set<string> {
  const counts = flaggedStatements(scenario).filter(({ finding }) => finding.kind === 'count-pair')
  return new Set(counts.map(({ statement }) => statement))
}
