import type { BenchmarkResult, Finding, OperationResult, ScenarioResult } from '../../result.ts'
import { type Block, nameColumn, numberColumn, type Section, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal, listOf } from '../document/text.ts'

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
export function findingSentences({ scenarios }: BenchmarkResult): string[] {
  const captured = scenarios.filter(({ operations }) => operations.length > 0)
  const clear = captured.filter((scenario) => flaggedStatements(scenario).length === 0)
  const sentences = captured.flatMap(scenarioSentences)
  if (clear.length === 0) return sentences
  return [...sentences, `No findings in ${listOf(clear.map(({ name }) => code(name)))}.`]
}

/** One sentence for each kind of finding. */
function scenarioSentences(scenario: ScenarioResult): string[] {
  const byKind = Map.groupBy(flaggedStatements(scenario), ({ finding }) => finding.kind)
  return [...byKind].map(([kind, flagged]) => {
    const operations = unique(flagged.map(({ operation }) => code(operation)))
    const statements = unique(flagged.map(({ statement }) => code(statement)))
    const max = Math.max(...flagged.map(({ finding }) => finding.evidence.statements))
    return `${code(scenario.name)} ${KINDS[kind].sentence(max)}: ${listOf(statements)}, in ${listOf(operations)}.`
  })
}

function unique(items: string[]): string[] {
  return [...new Set(items)]
}

/** Every finding with its evidence. */
export function findingSection({ scenarios }: BenchmarkResult): Section {
  const byStatement = Map.groupBy(scenarios.flatMap(flaggedStatements), ({ scenario, statement, finding }) =>
    JSON.stringify([scenario, statement, finding.kind, finding.pattern]),
  )
  const blocks: Block[] =
    byStatement.size === 0
      ? [{ kind: 'paragraph', text: 'No findings.' }]
      : [...byStatement.values()].flatMap(findingBlocks)
  return { id: 'findings', title: 'Findings', blocks }
}

/** One statement, flagged for the same reason in one or more operations. */
function findingBlocks(flagged: FlaggedStatement[]): Block[] {
  const [first] = flagged
  if (first === undefined) return []
  const { scenario, statement, finding } = first
  return [
    { kind: 'heading', text: `${KINDS[finding.kind].title}: ${code(statement)} in ${code(scenario)}` },
    { kind: 'code', language: 'sql', text: finding.pattern },
    { kind: 'table', table: evidenceTable(flagged) },
    {
      kind: 'folded',
      summary: 'Explanation',
      blocks: [{ kind: 'list', items: flagged.map((each) => each.finding.summary) }],
    },
  ]
}

function evidenceTable(flagged: FlaggedStatement[]): Table {
  return {
    caption: 'Evidence; statements and parameter sets are the maximum in one request',
    columns: [
      nameColumn('Operation'),
      ...['Statements', 'Parameter sets', 'Requests'].map(numberColumn),
      nameColumn('Field'),
      nameColumn('Growth with parents'),
      nameColumn('Parameters from'),
    ],
    rows: flagged.map(({ operation, source, finding: { evidence } }) => [
      code(operation),
      formatCount(evidence.statements),
      formatCount(evidence.parameterSets),
      formatCount(evidence.requests),
      evidence.parentPath === null ? '–' : code(evidence.parentPath),
      evidence.growth === null ? '–' : growthText(evidence.growth),
      evidence.source === null || source === null
        ? '–'
        : `${code(evidence.source.column)} of ${code(source)}`,
    ]),
  }
}

function growthText({ base, perParent, points }: NonNullable<Finding['evidence']['growth']>): string {
  const measured = points.map(
    ({ parents, statements }) => `${formatCount(parents)} → ${formatCount(statements)}`,
  )
  return `${formatDecimal(base)} + ${formatDecimal(perParent)} · n (${measured.join(', ')})`
}
