import {
  ALL_OPERATIONS,
  type ArticleMeasurement,
  type ArticleRow,
  type ArticleTable,
  type BenchmarkResult,
  type ScenarioResult,
} from '../result.ts'

const BEFORE = 'baseline'
const AFTER = 'optimised'

/** "From Grafana to Real Performance Gains": statements of a page, and latencies in ms under 10 users. */
const ARTICLE_FIGURES: Omit<ArticleRow, 'here'>[] = [
  { figure: 'statements of a page', article: { before: 4, after: 3 } },
  { figure: 'p50', article: { before: 17, after: 14 } },
  { figure: 'p90', article: { before: 25, after: 18 } },
  { figure: 'p95', article: { before: 150, after: 98 } },
  { figure: 'p99', article: { before: 230, after: 170 } },
]

type Measured = Pick<BenchmarkResult, 'scenarios' | 'headToHead' | 'comparisons'>

/** The article's table beside what was measured; null without both of its scenarios. */
export function articleTable({ scenarios, headToHead, comparisons }: Measured): ArticleTable | null {
  const before = scenarios.find(({ name }) => name === BEFORE)
  const after = scenarios.find(({ name }) => name === AFTER)
  if (before === undefined || after === undefined) return null
  const isCompared = ({ from, to }: { from: string; to: string }) => from === BEFORE && to === AFTER

  const statements = (): ArticleMeasurement[] => {
    const [sentBefore, sentAfter] = [before.timeline.length, after.timeline.length]
    if (sentBefore === 0) return []
    const change = sentAfter / sentBefore - 1
    return [
      {
        measuredBy: 'capture',
        users: null,
        before: sentBefore,
        after: sentAfter,
        change,
        low: null,
        high: null,
      },
    ]
  }
  const sideBySide = (): ArticleMeasurement[] =>
    headToHead.filter(isCompared).flatMap(({ differences }) =>
      differences.flatMap(({ measure, fromMs, toMs, change, low, high }) =>
        measure === 'service time' && change !== null
          ? [
              {
                measuredBy: 'head to head' as const,
                users: null,
                before: fromMs,
                after: toMs,
                change,
                low,
                high,
              },
            ]
          : [],
      ),
    )
  const isValid = (scenario: ScenarioResult, users: number) =>
    scenario.validity.some((load) => load.users === users && load.isValid)
  const underLoad = (figure: 'p50' | 'p90' | 'p95' | 'p99'): ArticleMeasurement[] =>
    before.load
      .filter(
        ({ operation, users }) =>
          operation === ALL_OPERATIONS && isValid(before, users) && isValid(after, users),
      )
      .flatMap(({ users, [figure]: earlier }) => {
        const later = after.load.find((each) => each.users === users && each.operation === ALL_OPERATIONS)?.[
          figure
        ]
        if (later === undefined || 'needed' in later || 'needed' in earlier) return []
        const compared = comparisons
          .filter(isCompared)
          .find((each) => each.users === users && each.metric === figure && each.operation === ALL_OPERATIONS)
        return [
          {
            measuredBy: 'load' as const,
            users,
            before: earlier.value,
            after: later.value,
            change: compared?.change ?? later.value / earlier.value - 1,
            low: compared?.low ?? null,
            high: compared?.high ?? null,
          },
        ]
      })

  const measured: Record<ArticleRow['figure'], () => ArticleMeasurement[]> = {
    'statements of a page': statements,
    p50: () => [...sideBySide(), ...underLoad('p50')],
    p90: () => underLoad('p90'),
    p95: () => underLoad('p95'),
    p99: () => underLoad('p99'),
  }
  return {
    from: BEFORE,
    to: AFTER,
    rows: ARTICLE_FIGURES.map((row) => ({ ...row, here: measured[row.figure]() })),
  }
}
