import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type Chart, type Drawing, numbers, type Table, words } from '../document/document.ts'
import { code, countOf, formatCount, listOf } from '../document/text.ts'
import { LABEL, labelWidthOf, rowAxis, valueAxis } from '../drawing/axes.ts'
import { legendOf, STILL } from '../drawing/marks.ts'
import { LIGHT, seriesStyle } from '../drawing/palette.ts'
import { statementName } from './findings.ts'

const ROW = 24
const GONE = 'no longer sent'
const NEW = 'sent instead'

/** Where the statements of the full page went from one scenario to the next: a waterfall by statement. */
export function waterfallChart(result: BenchmarkResult): Chart {
  const steps = stepsOf(result)
  return {
    name: 'waterfall',
    title: 'Where the statements of the full page went',
    description:
      'Statements of one request for the full page, from scenario to scenario. Solid bars are what a scenario sends; between them stand the statements that it no longer sends (dashed) and those it sends instead.',
    draw: (width) => draw(steps, width),
    table: tableOf(steps),
  }
}

/** A scenario with all its statements, or a statement that the next one sends more or less often. */
type Step =
  | { kind: 'scenario'; name: string; total: number; color: string }
  | { kind: 'change'; name: string; before: number; change: number; total: number }

function stepsOf({ scenarios }: BenchmarkResult): Step[] {
  return scenarios.flatMap((scenario, index): Step[] => {
    const total = scenario.timeline.length
    const previous = scenarios[index - 1]
    const step: Step = { kind: 'scenario', name: scenario.name, total, color: seriesStyle(index).color }
    if (previous === undefined) return [step]
    let running = previous.timeline.length
    const changes = statementChanges(previous, scenario).map(({ name, change }): Step => {
      const before = running
      running += change
      return { kind: 'change', name, before, change, total: running }
    })
    return [...changes, step]
  })
}

function draw(steps: Step[], width: number): Drawing {
  const { legend, height: top } = legendOf(
    [
      { name: GONE, icon: 'rect' },
      { name: NEW, icon: 'rect' },
    ],
    width,
  )
  const names = steps.map(({ name }) => name)
  const labelWidth = labelWidthOf(names, width, 0.5)
  const bar = { ...STILL, type: 'bar', stack: 'waterfall', barWidth: ROW - 8 } as const
  const label = { ...LABEL, show: true, position: 'right' } as const
  const part = (select: (step: Step) => number | '-') => steps.map(select)
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
            step.kind === 'scenario' ? { value: step.total, itemStyle: { color: step.color } } : '-',
          ),
          label: { ...label, fontWeight: 'bold' },
        },
        {
          ...bar,
          name: GONE,
          color: LIGHT.surface,
          itemStyle: { borderColor: LIGHT.muted, borderType: 'dashed', borderWidth: 1.5 },
          label: { ...label, formatter: '−{c}' },
          data: part((step) => (step.kind === 'change' && step.change < 0 ? -step.change : '-')),
        },
        {
          ...bar,
          name: NEW,
          color: LIGHT.neutral,
          label: { ...label, formatter: '+{c}' },
          data: part((step) => (step.kind === 'change' && step.change > 0 ? step.change : '-')),
        },
      ],
    },
  }
}

function tableOf(steps: Step[]): Table {
  return {
    caption: 'Statements of one request for the full page, from scenario to scenario',
    columns: [words('Scenario or statement'), numbers('Change'), numbers('Statements')],
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

export interface StatementChange {
  name: string
  before: number
  after: number
  change: number
}

/**
 * Which statements of the full page one scenario sends more or less often than another: what falls away first,
 * most first, then what comes instead.
 */
export function statementChanges(from: ScenarioResult, to: ScenarioResult): StatementChange[] {
  const before = countByName(from)
  const after = countByName(to)
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => {
      const counts = { before: before.get(name) ?? 0, after: after.get(name) ?? 0 }
      return { name, ...counts, change: counts.after - counts.before }
    })
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => a.change - b.change)
}

function countByName({ timeline }: ScenarioResult): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name } of timeline) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** How many statements each scenario sends for the full page, and which the one before sent besides. */
export function statementSentences({ scenarios }: BenchmarkResult): string[] {
  const captured = scenarios.filter(({ timeline }) => timeline.length > 0)
  return captured.map((scenario, index) => {
    const previous = captured[index - 1]
    return previous === undefined ? firstSentence(scenario) : sentenceOf(previous, scenario)
  })
}

function firstSentence({ name, timeline }: ScenarioResult): string {
  return `${code(name)} sends ${countOf(timeline.length, 'statement')} for the full page of 10.`
}

function sentenceOf(from: ScenarioResult, to: ScenarioResult): string {
  const changes = statementChanges(from, to)
  const sent = countOf(to.timeline.length, 'statement')
  if (changes.length === 0) {
    return `${code(to.name)} sends the same ${sent} for the full page of 10 as ${code(from.name)}.`
  }
  const gone = changes.filter(({ change }) => change < 0)
  const come = changes.filter(({ change }) => change > 0)
  return `${code(to.name)} sends ${sent} for the full page of 10 where ${code(from.name)} sends ${formatCount(from.timeline.length)}: ${differenceOf(gone, come, countsOf(from))}.`
}

function differenceOf(gone: StatementChange[], come: StatementChange[], counts: Set<string>): string {
  const [first] = gone
  if (come.length === 0 && gone.length === 1 && first !== undefined && counts.has(first.name)) {
    return `the separate count, ${code(first.name)}, is gone`
  }
  if (come.length === 0) return `${amounts(gone)} fell away`
  if (gone.length === 0) return `${amounts(come)} came to it`
  return `${amounts(gone)} gave way to ${amounts(come)}`
}

function amounts(changes: StatementChange[]): string {
  return listOf(changes.map(({ name, change }) => `${formatCount(Math.abs(change))} ${code(name)}`))
}

/** The statements that only count what a page selects already. */
function countsOf({ operations }: ScenarioResult): Set<string> {
  return new Set(
    operations.flatMap((operation) =>
      operation.findings
        .filter(({ kind }) => kind === 'count-pair')
        .map((finding) => statementName(finding.pattern, operation)),
    ),
  )
}
