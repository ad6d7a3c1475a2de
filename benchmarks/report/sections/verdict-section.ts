import type { BenchmarkResult } from '../../result.ts'
import { comparisonGroups } from '../charts/comparison-groups.ts'
import type { Block, Section } from '../document/document.ts'
import { code } from '../document/inline-text.ts'
import { numbers, type Table, text, words } from '../document/table.ts'
import { comparisonSentences } from './comparison-sentences.ts'
import { formatCount } from './figures.ts'
import { findingSentences } from './finding-sentences.ts'
import { nameWithoutSide, selfSentence } from './self-sentence.ts'
import { statementSentences } from './statement-sentences.ts'

/** What was found, in plain sentences, each of them drawn from the result. */
export function verdictSection(result: BenchmarkResult): Section {
  return {
    id: 'verdicts',
    title: 'Verdicts',
    blocks: [
      { kind: 'heading', text: 'What is sent' },
      { kind: 'list', items: [...statementSentences(result), ...findingSentences(result)] },
      { kind: 'table', table: scenarioTable(result) },
      ...timeBlocks(result),
    ],
  }
}

/** The metrics of the same two scenarios stand together. */
function timeBlocks(result: BenchmarkResult): Block[] {
  const { settings } = result
  const pairs = Map.groupBy(comparisonGroups(result), ({ from, to }) => JSON.stringify([from, to]))
  return [...pairs.values()].flatMap((groups): Block[] => {
    const [first] = groups
    if (first === undefined) return []
    const { from, to } = first
    const self = settings.aa ? nameWithoutSide(from) : null
    const compared = self === null ? `${code(to)} against ${code(from)}` : `${code(self)} against itself`
    const comparisons = groups.flatMap((group) => group.comparisons)
    return [
      { kind: 'heading', text: `Time: ${compared}` },
      {
        kind: 'list',
        items: [
          ...(self === null ? [] : [selfSentence(self, comparisons, settings)]),
          ...groups.flatMap((group) => comparisonSentences(group, result)),
        ],
      },
    ]
  })
}

function scenarioTable({ scenarios }: BenchmarkResult): Table {
  return {
    caption: 'The scenarios',
    columns: [
      words('Scenario'),
      text('Answers by'),
      words('Indexes'),
      numbers('Statements for the full page'),
      numbers('Findings'),
    ],
    rows: scenarios.map(({ name, answersBy, indexes, timeline, operations }) => [
      code(name),
      answersBy,
      indexes ? 'yes' : 'no',
      formatCount(timeline.length),
      formatCount(operations.reduce((sum, { findings }) => sum + findings.length, 0)),
    ]),
  }
}
