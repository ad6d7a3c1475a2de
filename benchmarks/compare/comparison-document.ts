import {
  type Block,
  nameColumn,
  numberColumn,
  type ReportDocument,
  type Section,
  textColumn,
} from '../report/document/document.ts'
import {
  code,
  countOf,
  formatChange,
  formatChangeInterval,
  formatCount,
  listOf,
  machineText,
} from '../report/document/text.ts'
import { warningSentences } from '../report/warning-sentences.ts'
import type { BenchmarkResult } from '../result.ts'
import type { FoundFinding, FoundPattern, ResultComparison } from './compare-results.ts'
import type { TimeChange, TimeComparison } from './compare-times.ts'

/** What changed from one run to another: sentences first, then the tables that they are made of. */
export function comparisonDocument(
  older: BenchmarkResult,
  newer: BenchmarkResult,
  comparison: ResultComparison,
): ReportDocument {
  return {
    title: 'Two runs compared',
    subtitle: `From ${nameOf(older)} to ${nameOf(newer)}`,
    source: `npm run compare, ${machineText(newer.machine)}`,
    warnings: warningSentences(newer),
    sections: [
      {
        id: 'changes',
        title: 'What changed',
        blocks: comparisonSentences(comparison).map((text): Block => ({ kind: 'paragraph', text })),
      },
      statementSection(comparison),
      findingSection(comparison),
      timeSection(comparison.times),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

/** `2026-11-28 14:20, 0123456789`: when it started, and the commit that was measured. */
export function nameOf({ startedAt, checkout }: BenchmarkResult): string {
  const commit = checkout === null ? 'no commit' : checkout.commit.slice(0, 10)
  return `${startedAt.slice(0, 16).replace('T', ' ')}, ${commit}${checkout?.isDirty ? ' and changes' : ''}`
}

/** What changed, in sentences; that nothing did is one, too. */
export function comparisonSentences({
  statements,
  patterns,
  findings,
  scenarios,
  times,
}: ResultComparison): string[] {
  return [
    ...(scenarios.came.length === 0 ? [] : [`Only the newer run has ${listOf(scenarios.came.map(code))}.`]),
    ...(scenarios.went.length === 0 ? [] : [`Only the older run has ${listOf(scenarios.went.map(code))}.`]),
    statementSentence(statements.length, patterns.came.length + patterns.went.length),
    findingSentence(findings.came.length, findings.went.length),
    ...timeSentences(times),
  ]
}

function statementSentence(counts: number, patterns: number): string {
  if (counts + patterns === 0)
    return 'The statements are the same: their texts, and how many each operation sends.'
  const parts = [
    ...(counts === 0 ? [] : [`${countOf(counts, 'number')} of statements`]),
    ...(patterns === 0 ? [] : [`${countOf(patterns, 'text')} of statements`]),
  ]
  return `The statements changed: ${listOf(parts)}.`
}

function findingSentence(came: number, went: number): string {
  if (came + went === 0) return 'The findings are the same.'
  return `${countOf(came, 'finding')} came, ${formatCount(went)} went.`
}

function timeSentences(times: TimeComparison): string[] {
  if (times.kind === 'not comparable') {
    return [`Times are not compared, since the runs differ in ${listOf(times.reasons)}.`]
  }
  if (times.changes.length === 0) return ['No time was measured in both runs.']
  const changed = times.changes.filter(({ verdict }) => verdict !== 'no difference seen')
  if (changed.length === 0) {
    return [`No difference was seen in ${countOf(times.changes.length, 'time')} that both runs measured.`]
  }
  return changed.map(
    ({ scenario, what, change, low, high, verdict }) =>
      `${code(scenario)} became ${verdict} in ${what}: ${formatChange(change)} (${formatChangeInterval(low, high)}).`,
  )
}

function statementSection({ statements, patterns }: ResultComparison): Section {
  const counts: Block[] =
    statements.length === 0
      ? []
      : [
          {
            kind: 'table',
            table: {
              caption: 'Numbers of statements that changed',
              columns: [
                nameColumn('Scenario'),
                nameColumn('Operation'),
                numberColumn('Page size'),
                numberColumn('Before'),
                numberColumn('After'),
              ],
              rows: statements.map(({ scenario, operation, pageSize, before, after }) => [
                code(scenario),
                code(operation),
                pageSize === null ? '–' : formatCount(pageSize),
                formatCount(before),
                formatCount(after),
              ]),
            },
          },
        ]
  const row = (change: string) => (each: FoundPattern) => [
    change,
    code(each.scenario),
    code(each.operation),
    code(each.name),
    code(each.pattern),
  ]
  const rows = [...patterns.came.map(row('came')), ...patterns.went.map(row('went'))]
  const texts: Block[] =
    rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            table: {
              caption: 'Texts of statements that came and went',
              columns: [
                nameColumn('Change'),
                nameColumn('Scenario'),
                nameColumn('Operation'),
                nameColumn('Statement'),
                textColumn('Text'),
              ],
              rows,
            },
          },
        ]
  return { id: 'statements', title: 'Statements', blocks: [...counts, ...texts] }
}

function findingSection({ findings }: ResultComparison): Section {
  const row = (change: string) => (each: FoundFinding) => [
    change,
    `${each.kind}, ${each.degree}`,
    code(each.scenario),
    code(each.operation),
    each.summary,
  ]
  const rows = [...findings.came.map(row('came')), ...findings.went.map(row('went'))]
  const columns = [
    nameColumn('Change'),
    nameColumn('Finding'),
    nameColumn('Scenario'),
    nameColumn('Operation'),
    textColumn('What was found'),
  ]
  const table = { caption: 'Findings that came and went', columns, rows }
  return {
    id: 'findings',
    title: 'Findings',
    blocks: rows.length === 0 ? [] : [{ kind: 'table', table }],
  }
}

function timeSection(times: TimeComparison): Section {
  const section = { id: 'times', title: 'Times' }
  if (times.kind === 'not comparable' || times.changes.length === 0) return { ...section, blocks: [] }
  const table = {
    caption: 'Times, with intervals adjusted for the number of comparisons',
    columns: [
      nameColumn('Scenario'),
      nameColumn('Time'),
      nameColumn('Verdict'),
      numberColumn('Change'),
      numberColumn('Interval'),
    ],
    rows: times.changes.map(timeRow),
  }
  return { ...section, blocks: [{ kind: 'table', table }] }
}

function timeRow({ scenario, what, verdict, change, low, high }: TimeChange): string[] {
  return [code(scenario), what, verdict, formatChange(change), formatChangeInterval(low, high)]
}
