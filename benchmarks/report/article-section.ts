import type { ArticleMeasurement, ArticleRow, ArticleTable, Settings } from '../result.ts'
import { nameColumn, numberColumn, type Section, textColumn } from './document/document.ts'
import {
  code,
  formatChange,
  formatChangeInterval,
  formatCount,
  formatDecimal,
  formatMs,
} from './document/text.ts'
import { formatLoad } from './latency/loads.ts'

const FIGURES: Record<ArticleRow['figure'], string> = {
  'statements of a page': 'Statements of a page',
  p50: 'Median (ms)',
  p90: 'p90 (ms)',
  p95: 'p95 (ms)',
  p99: 'p99 (ms)',
}

/** The article's table beside what this run measured for the same change. */
export function articleSection({ from, to, rows }: ArticleTable, settings: Settings): Section {
  return {
    id: 'article',
    title: 'Beside the article',
    gist: gistOf(rows),
    blocks: [
      {
        kind: 'paragraph',
        text: `The article that this project began with removed the separate count of a page, in another language and on another machine: compare the changes, not the times. Here, ${code(from)} stands for its baseline and ${code(to)} for its optimised version. Intervals have ${formatDecimal(settings.confidence * 100)}\u00a0% confidence; a change without one is only the quotient of two figures. Head to head, a change is that of each operation with itself, so it may differ from the quotient of the two medians.`,
      },
      {
        kind: 'table',
        table: {
          caption: 'What the article says, with 10 users, and what was measured here',
          columns: [
            nameColumn('Figure'),
            numberColumn('Article'),
            numberColumn('Change'),
            textColumn('Measured here by'),
            numberColumn('Here'),
            numberColumn('Change'),
            numberColumn('Interval'),
          ],
          rows: rows.flatMap((row) => articleRows(row, settings)),
        },
      },
    ],
  }
}

function gistOf(rows: ArticleRow[]): string {
  const parts = rows
    .filter(({ figure }) => figure === 'statements of a page' || figure === 'p50')
    .map(({ figure, article, here: [here] }) => {
      const what = figure === 'p50' ? 'the median' : 'the statements'
      const measured = here === undefined ? 'not measured' : `${formatChange(here.change)}${intervalIn(here)}`
      return `${what} ${formatChange(changeOf(article))} there, ${measured} here`
    })
  return `Without a separate count: ${parts.join('; ')}.`
}

function intervalIn({ low, high }: ArticleMeasurement): string {
  return low === null || high === null ? '' : ` (${formatChangeInterval(low, high)})`
}

/** A line for each way in which a figure was measured here. */
function articleRows({ figure, article, here }: ArticleRow, settings: Settings): string[][] {
  const format = figure === 'statements of a page' ? formatCount : formatMs
  const said = [
    FIGURES[figure],
    `${formatCount(article.before)} → ${formatCount(article.after)}`,
    formatChange(changeOf(article)),
  ]
  if (here.length === 0) return [[...said, 'not measured', '–', '–', '–']]
  return here.map(({ measuredBy, users, before, after, change, low, high }) => [
    ...said,
    users === null ? measuredBy : `${measuredBy} ${formatLoad(users, settings)}`,
    `${format(before)} → ${format(after)}`,
    formatChange(change),
    low === null || high === null ? '–' : formatChangeInterval(low, high),
  ])
}

function changeOf({ before, after }: { before: number; after: number }): number {
  return after / before - 1
}
