import type { BenchmarkResult } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { numbers, type Table, words } from '../document/table.ts'
import { formatCount } from '../sections/figures.ts'
import type { Chart, Drawing } from './chart.ts'
import { LABEL, labelWidthOf, legendOf, rowAxis, STILL, valueAxis } from './chart-frame.ts'
import { LIGHT, seriesStyle } from './palette.ts'
import { statementChanges } from './statement-changes.ts'

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
