import type { BenchmarkResult } from '../result.ts'
import { comparisonGroups } from './comparisons/comparison-groups.ts'
import { comparisonSentences, nameWithoutSide, selfSentence } from './comparisons/comparison-sentences.ts'
import { type Block, numbers, type Section, type Table, text, words } from './document/document.ts'
import { code, formatCount, formatDecimal, formatPercent } from './document/text.ts'
import { findingSentences } from './statements/findings.ts'
import { statementSentences } from './statements/statement-changes.ts'

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

/** How to read the verdicts and the figures they rest on. */
export function readingSection({ settings }: BenchmarkResult): Section {
  const confidence = `${formatDecimal(settings.confidence * 100)}\u00a0%`
  const margin = formatPercent(settings.equivalenceMargin)
  return {
    id: 'how-to-read',
    title: 'How to read the verdicts',
    blocks: [
      {
        kind: 'terms',
        terms: [
          {
            term: 'faster, slower',
            text: 'The latency changed, and by more than chance explains, with allowance for how many comparisons were made (Holm). 17\u00a0% faster means that the latency fell by 17\u00a0%.',
          },
          {
            term: 'equivalent',
            text: `The change is shown to lie within ±${margin} (two one-sided tests): whatever the difference is, it is too small to matter. The corrected interval asks for more than these tests and may reach farther.`,
          },
          {
            term: 'cannot tell',
            text: 'Neither of these. It does not mean that there is no difference: a change as large as the one named could have been seen, a smaller one may be there unseen. With too few rounds that have enough samples of both scenarios, nothing is said of the change at all.',
          },
          {
            term: `${confidence} interval`,
            text: `Were the run repeated many times, about ${confidence} of such intervals would hold the true value. They rest on how much whole rounds differ, so that what one round has in common does not pass for precision.`,
          },
          {
            term: 'corrected interval',
            text: 'That of a change, which is made wider, as its p-value is made larger, for the number of comparisons (Holm). It leaves out 0 where the difference is more than chance explains, and only there.',
          },
          {
            term: 'needs 72 samples, has 40',
            text: 'So few samples put no upper bound on this percentile. A number would look like a measurement and be a guess, so none is given.',
          },
          {
            term: 'corrected and naive',
            text: 'The corrected latency starts when a request was due, the naive one when it was really sent. Where the naive one is much lower, requests waited for earlier ones (coordinated omission), and the naive one hides it.',
          },
          {
            term: 'generator lag',
            text: 'How late the load generator itself was. Where it was too late, the figures say as much of it as of the server, and are marked as not valid.',
          },
          {
            term: 'finding',
            text: 'A statement that is accused on evidence: a loop (`n-plus-one`) sends one statement again and again with different parameters, and more often the more parents there are; a batch does not. `repeated` is the same statement with the same parameters; `count-pair` counts what a page selects anyway.',
          },
        ],
      },
    ],
  }
}
