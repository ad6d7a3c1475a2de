import type { BenchmarkResult, Finding, OperationResult, ScenarioResult } from '../../result.ts'
import {
  type Block,
  nameColumn,
  numberColumn,
  type Section,
  type Table,
  textColumn,
  type VerdictItem,
} from '../document/document.ts'
import { code, countOf, formatCount, formatDecimal, listOf } from '../document/text.ts'
import { sqlBlocks } from './sql-blocks.ts'

const KINDS: Record<Finding['kind'], { title: string; sentence: (max: number) => string }> = {
  'n-plus-one': {
    title: 'N+1',
    sentence: (max) =>
      `sends statements whose number grows with the number of parents (N+1), up to ${formatCount(max)} of one pattern in a request`,
  },
  repeated: {
    title: 'Repeated statement',
    sentence: (max) =>
      `repeats a statement with the same parameters, up to ${formatCount(max)} times in a request`,
  },
  'count-pair': {
    title: 'Count pair',
    sentence: () => 'counts the rows of its page in a separate statement',
  },
}

interface FlaggedStatement {
  scenario: string
  operation: string
  /** The name of the statement, or its pattern where it has none. */
  statement: string
  /** The name of the statement that returned the parameters, if one did. */
  source: string | null
  finding: Finding
}

/** The findings of a scenario in all its operations, with the names of the statements they flag. */
export function flaggedStatements({ name, operations }: ScenarioResult): FlaggedStatement[] {
  return operations.flatMap((operation) =>
    operation.findings.map((finding) => {
      const { source } = finding.evidence
      return {
        scenario: name,
        operation: operation.name,
        statement: statementName(finding.pattern, operation),
        source: source === null ? null : statementName(source.pattern, operation),
        finding,
      }
    }),
  )
}

function statementName(pattern: string, { patterns }: OperationResult): string {
  return patterns.find((candidate) => candidate.pattern === pattern)?.name ?? pattern
}

/** What is flagged in each scenario, and in which nothing is. */
export function findingSentences({ scenarios }: Pick<BenchmarkResult, 'scenarios'>): VerdictItem[] {
  const captured = scenarios.filter(({ operations }) => operations.length > 0)
  const clear = captured.filter((scenario) => flaggedStatements(scenario).length === 0)
  const flagged = captured
    .flatMap(scenarioSentences)
    .map((text): VerdictItem => ({ verdict: 'flagged', text }))
  if (clear.length === 0) return flagged
  const names = listOf(clear.map(({ name }) => code(name)))
  return [...flagged, { verdict: 'not flagged', text: `Nothing is flagged in ${names}.` }]
}

/** One sentence for each kind of finding. */
function scenarioSentences(scenario: ScenarioResult): string[] {
  const byKind = Map.groupBy(flaggedStatements(scenario), ({ finding }) => finding.kind)
  return [...byKind].map(([kind, flagged]) => {
    const statements = unique(flagged.map(({ statement }) => code(statement)))
    const operations = new Set(flagged.map(({ operation }) => operation)).size
    const max = flagged.reduce((most, { finding }) => Math.max(most, finding.evidence.statements), 0)
    return `${code(scenario.name)} ${KINDS[kind].sentence(max)}: ${listOf(statements)}, in ${formatCount(operations)} of ${countOf(scenario.operations.length, 'operation')}.`
  })
}

function unique(items: string[]): string[] {
  return [...new Set(items)]
}

/** Every finding with its evidence, by statement. */
export function findingSection({ scenarios }: BenchmarkResult): Section {
  const flagged = scenarios.flatMap(flaggedStatements)
  const byStatement = Map.groupBy(flagged, ({ statement, finding }) =>
    JSON.stringify([finding.kind, statement]),
  )
  return {
    id: 'findings',
    title: 'Findings',
    gist: gistOf(flagged, byStatement.size),
    blocks: [...byStatement.values()].flatMap((same) => findingBlocks(same, scenarios)),
  }
}

function gistOf(flagged: FlaggedStatement[], statements: number): string {
  if (flagged.length === 0) return 'No statement is flagged.'
  const names = unique(flagged.map(({ scenario }) => code(scenario)))
  return `${countOf(statements, 'statement')} flagged, in ${listOf(names)}.`
}

/** One statement, flagged for the same reason in one or more scenarios and operations. */
function findingBlocks(flagged: FlaggedStatement[], scenarios: ScenarioResult[]): Block[] {
  const [first] = flagged
  if (first === undefined) return []
  const byPattern = Map.groupBy(flagged, ({ finding }) => finding.pattern)
  return [
    { kind: 'heading', text: `${KINDS[first.finding.kind].title}: ${code(first.statement)}` },
    { kind: 'paragraph', text: `Instead: ${listOf(unique(flagged.map(({ finding }) => finding.fix)))}.` },
    { kind: 'table', table: evidenceTable(first.finding.kind, first.statement, flagged) },
    ...[...byPattern].map(
      ([pattern, same]): Block => ({
        kind: 'folded',
        summary: `SQL in ${listOf(unique(same.map(({ operation }) => code(operation))))}`,
        blocks: sqlBlocks(
          pattern,
          scenarios.filter(({ name }) => same.some(({ scenario }) => scenario === name)),
        ),
      }),
    ),
    {
      kind: 'folded',
      summary: 'Explanation',
      blocks: [{ kind: 'list', items: unique(flagged.map(explanation)) }],
    },
  ]
}

function explanation({ finding: { degree, summary, evidence } }: FlaggedStatement): string {
  return `${summary} This is ${degree}: ${listOf(evidence.reasons)}.`
}

/** Operations with the same evidence share a row. */
function evidenceTable(kind: Finding['kind'], statement: string, flagged: FlaggedStatement[]): Table {
  const rows = flagged.map((each) => ({ operation: code(each.operation), cells: evidenceCells(each) }))
  return {
    caption: `Evidence for ${KINDS[kind].title} of ${code(statement)}; statements and parameter sets are the maximum in one request`,
    columns: [
      nameColumn('Scenario'),
      textColumn('Operations'),
      ...['Statements', 'Parameter sets', 'Requests'].map(numberColumn),
      textColumn('Field'),
      textColumn('Growth with parents'),
      textColumn('Parameters from'),
    ],
    rows: [...Map.groupBy(rows, ({ cells }) => JSON.stringify(cells)).values()].map((same) => {
      const [scenario = '', ...others] = same[0]?.cells ?? []
      return [scenario, listOf(same.map(({ operation }) => operation)), ...others]
    }),
  }
}

/** All but the operation. */
function evidenceCells({ scenario, source, finding: { evidence } }: FlaggedStatement): string[] {
  return [
    code(scenario),
    formatCount(evidence.statements),
    formatCount(evidence.parameterSets),
    formatCount(evidence.requests),
    evidence.parentPath === null ? '–' : code(evidence.parentPath),
    evidence.growth === null ? '–' : growthText(evidence.growth),
    evidence.source === null || source === null ? '–' : `${code(evidence.source.column)} of ${code(source)}`,
  ]
}

function growthText({ base, perParent, points }: NonNullable<Finding['evidence']['growth']>): string {
  const measured = points.map(
    ({ parents, statements }) => `${formatCount(parents)} → ${formatCount(statements)}`,
  )
  return `${formatDecimal(base)} + ${formatDecimal(perParent)} · n (${measured.join(', ')})`
}
