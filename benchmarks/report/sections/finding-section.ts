import type { BenchmarkResult, Finding } from '../../result.ts'
import type { Block, Section } from '../document/document.ts'
import { code } from '../document/inline-text.ts'
import { numbers, type Table, words } from '../document/table.ts'
import { formatCount, formatDecimal } from './figures.ts'
import { statementName } from './statement-name.ts'

const KINDS: Record<Finding['kind'], string> = {
  'n-plus-one': 'N+1',
  repeated: 'Repeated',
  'count-pair': 'Count pair',
}

/** Every finding with its evidence. */
export function findingSection(result: BenchmarkResult): Section {
  const accused = Map.groupBy(accusations(result), ({ scenario, statement, finding }) =>
    JSON.stringify([scenario, statement, finding.kind, finding.pattern]),
  )
  const findings =
    accused.size === 0
      ? [{ kind: 'paragraph' as const, text: 'Nothing is accused.' }]
      : [...accused.values()].flatMap(findingBlocks)
  return { id: 'findings', title: 'Findings', blocks: findings }
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
