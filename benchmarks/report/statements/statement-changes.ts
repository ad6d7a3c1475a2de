import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, countOf, formatCount, listOf } from '../document/text.ts'
import { LABEL, labelWidthOf, rowAxis, valueAxis } from '../drawing/axes.ts'
import { legendOf, STILL } from '../drawing/marks.ts'
import { LIGHT, seriesStyle } from '../drawing/palette.ts'
import { flaggedStatements } from './findings.ts'
import { FULL_PAGE_SIZE } from './statements-chart.ts'

const ROW = 24
const REMOVED = 'no longer sent'
const ADDED = 'sent instead'

interface StatementChange {
  name: string
  change: number
}

/**
 * The statements of a full page that one scenario sends more or less often than another: first the removed, by
 * how many were removed, then the added.
 */
function statementChanges(from: ScenarioResult, to: ScenarioResult): StatementChange[] {
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

/** A waterfall by statement: how the statements of a full page change from one scenario to the next. */
export function waterfallChart(result: BenchmarkResult): Chart {
  const steps = waterfallSteps(result)
  return {
    name: 'waterfall',
    title: 'Statements for a full page, from scenario to scenario',
    description:
      'Statements that one request for a full page sends, from scenario to scenario. Solid bars are scenarios; between them are the statements that the next scenario no longer sends (dashed) and those that it sends instead.',
    draw: (width) => drawWaterfall(steps, width),
    table: waterfallTable(steps),
  }
}

/** A scenario with all its statements, or a statement that the next scenario sends more or less often. */
export type WaterfallStep =
  | { kind: 'scenario'; name: string; index: number; total: number }
  | { kind: 'change'; name: string; before: number; change: number; total: number }

/** From the first scenario to the last; `total` is the number of statements after the step. */
export function waterfallSteps({ scenarios }: BenchmarkResult): WaterfallStep[] {
  return scenarios.flatMap((scenario, index): WaterfallStep[] => {
    const previous = scenarios[index - 1]
    const { name, timeline } = scenario
    let total = previous?.timeline.length ?? 0
    const changes = previous === undefined ? [] : statementChanges(previous, scenario)
    return [
      ...changes.map((each): WaterfallStep => {
        const before = total
        total += each.change
        return { kind: 'change', ...each, before, total }
      }),
      { kind: 'scenario', name, index, total: timeline.length },
    ]
  })
}

function drawWaterfall(steps: WaterfallStep[], width: number): Drawing {
  const { legend, height: top } = legendOf(
    [
      { name: REMOVED, icon: 'rect' },
      { name: ADDED, icon: 'rect' },
    ],
    width,
  )
  const names = steps.map(({ name }) => name)
  const labelWidth = labelWidthOf(names, width, 0.5)
  const bar = { ...STILL, type: 'bar', stack: 'waterfall', barWidth: ROW - 8 } as const
  const label = { ...LABEL, show: true, position: 'right' } as const
  const part = (select: (step: WaterfallStep) => number | '-') => steps.map(select)
  return {
    width,
    height: top + steps.length * ROW + 24,
    option: {
      legend,
      grid: { left: labelWidth, right: 40, top, bottom: 24 },
      xAxis: valueAxis({ minInterval: 1 }),
      yAxis: rowAxis(names, {
        chartWidth: width,
        labelWidth,
        labelColor: (index) => (steps[index]?.kind === 'scenario' ? LIGHT.ink : LIGHT.muted),
      }),
      series: [
        {
          ...bar,
          color: 'transparent',
          data: part((step) => (step.kind === 'change' ? Math.min(step.before, step.total) : '-')),
        },
        {
          ...bar,
          data: steps.map((step) =>
            step.kind === 'scenario'
              ? { value: step.total, itemStyle: { color: seriesStyle(step.index).color } }
              : '-',
          ),
          label: { ...label, fontWeight: 'bold' },
        },
        {
          ...bar,
          name: REMOVED,
          color: LIGHT.surface,
          itemStyle: { borderColor: LIGHT.muted, borderType: 'dashed', borderWidth: 1.5 },
          label: { ...label, formatter: '−{c}' },
          data: part((step) => (step.kind === 'change' && step.change < 0 ? -step.change : '-')),
        },
        {
          ...bar,
          name: ADDED,
          color: LIGHT.neutral,
          label: { ...label, formatter: '+{c}' },
          data: part((step) => (step.kind === 'change' && step.change > 0 ? step.change : '-')),
        },
      ],
    },
  }
}

function waterfallTable(steps: WaterfallStep[]): Table {
  return {
    caption: 'Statements of one request for a full page, from scenario to scenario',
    columns: [nameColumn('Scenario or statement'), numberColumn('Change'), numberColumn('Total')],
    rows: steps.map((step) =>
      step.kind === 'scenario'
        ? [`scenario ${code(step.name)}`, '', formatCount(step.total)]
        : [
            code(step.name),
            `${step.change < 0 ? '−' : '+'}${formatCount(Math.abs(step.change))}`,
            formatCount(step.total),
          ],
    ),
  }
}
