import type { BenchmarkResult, Finding, OperationResult, ScenarioResult } from '../../result.ts'
import { type Block, numbers, type Section, type Table, words } from '../document/document.ts'
import { code, formatCount, formatDecimal, listOf } from '../document/text.ts'

const KINDS: Record<Finding['kind'], string> = {
  'n-plus-one': 'N+1',
  repeated: 'Repeated',
  'count-pair': 'Count pair',
}

/** Every finding with its evidence, and how well the detector does where the truth is known. */
export function findingSection(result: BenchmarkResult): Section {
  const accused = Map.groupBy(accusations(result), ({ scenario, statement, finding }) =>
    JSON.stringify([scenario, statement, finding.kind, finding.pattern]),
  )
  const findings =
    accused.size === 0
      ? [{ kind: 'paragraph' as const, text: 'Nothing is accused.' }]
      : [...accused.values()].flatMap(findingBlocks)
  return { id: 'findings', title: 'Findings', blocks: [...findings, ...detectorBlocks(result)] }
}

interface Accusation {
  scenario: string
  operation: string
  statement: string
  /** The name of the statement that the parameters came from. */
  source: string | undefined
  finding: Finding
}

function accusations({ scenarios }: BenchmarkResult): Accusation[] {
  return scenarios.flatMap((scenario) =>
    scenario.operations.flatMap((operation) =>
      operation.findings.map((finding) => ({
        scenario: scenario.name,
        operation: operation.name,
        statement: statementName(finding.pattern, operation),
        source: finding.evidence.source
          ? statementName(finding.evidence.source.pattern, operation)
          : undefined,
        finding,
      })),
    ),
  )
}

/** The same accusation in several operations is told once. */
function findingBlocks(accused: Accusation[]): Block[] {
  const [first] = accused
  if (first === undefined) return []
  const { scenario, statement, finding } = first
  return [
    { kind: 'heading', text: `${KINDS[finding.kind]}: ${code(statement)} in ${code(scenario)}` },
    { kind: 'code', language: 'sql', text: finding.pattern },
    { kind: 'table', table: evidenceTable(accused) },
    {
      kind: 'folded',
      summary: 'In words',
      blocks: [{ kind: 'list', items: accused.map((each) => each.finding.summary) }],
    },
  ]
}

function evidenceTable(accused: Accusation[]): Table {
  return {
    caption: 'Evidence; the first two figures are the most in one request',
    columns: [
      words('Operation'),
      ...['Statements', 'Parameter sets', 'Requests'].map(numbers),
      words('For the field'),
      words('Growth with the parents'),
      words('Parameters from'),
    ],
    rows: accused.map(({ operation, source, finding: { evidence } }) => [
      code(operation),
      formatCount(evidence.statements),
      formatCount(evidence.parameterSets),
      formatCount(evidence.requests),
      evidence.parentPath === null ? '–' : code(evidence.parentPath),
      evidence.growth === null ? '–' : growthText(evidence.growth),
      evidence.source === null || source === undefined
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

function detectorBlocks(result: BenchmarkResult): Block[] {
  if (result.detectors.length === 0) return []
  return [
    { kind: 'heading', text: 'How well the detector does' },
    {
      kind: 'paragraph',
      text: 'Traces whose true verdict is known, judged by the detector of this benchmark and by the rule of thumb that it replaces. Precision: how many of the accusations were right. Recall: how many of the guilty were accused.',
    },
    { kind: 'table', table: detectorTable(result) },
  ]
}

function detectorTable({ detectors }: BenchmarkResult): Table {
  return {
    caption: 'Precision and recall on the labelled traces',
    columns: [words('Detector'), ...['Traces', 'Precision', 'Recall'].map(numbers)],
    rows: detectors.map(({ detector, traces, precision, recall }) => [
      detector,
      formatCount(traces),
      precision.toFixed(2),
      recall.toFixed(2),
    ]),
  }
}

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
  const sentences = captured.flatMap(scenarioSentences)
  if (clear.length === 0) return sentences
  return [...sentences, `Nothing is accused in ${listOf(clear.map(({ name }) => code(name)))}.`]
}

function scenarioSentences(scenario: ScenarioResult): string[] {
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

/** What the program calls the statements of a pattern; the pattern itself where they have no name. */
export function statementName(pattern: string, { patterns }: OperationResult): string {
  return patterns.find((candidate) => candidate.pattern === pattern)?.name ?? pattern
}
