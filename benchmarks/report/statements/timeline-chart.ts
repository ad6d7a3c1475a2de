import type { BarSeriesOption } from 'echarts'
import type { BenchmarkResult, ScenarioResult, TimelineStatement } from '../../result.ts'
import { type Chart, type Drawing, numbers, type Table, words } from '../document/document.ts'
import { code, countOf, formatDecimal, formatMs } from '../document/text.ts'
import { labelWidthOf, NARROW, rowAxis, tickInterval, valueAxis } from '../drawing/axes.ts'
import { legendOf, partTitle, STILL } from '../drawing/marks.ts'
import { LIGHT } from '../drawing/palette.ts'
import { statementName } from './findings.ts'

const ROW = 16
const TITLE = 26
const GAP = 18
const TICKS = { wide: 8, narrow: 4 }
const ACCUSED = 'accused (see Findings)'
const CLEAR = 'not accused'

/** One request for the full page in each scenario, statement by statement on the same time axis. */
export function timelineChart(result: BenchmarkResult): Chart {
  return {
    name: 'timeline',
    title: 'One request, statement by statement',
    description:
      'One request for the full page in each scenario, on the same time axis: a row for each statement, from when it was sent to when it was answered. A loop of statements is a staircase; a batch is one bar.',
    draw: (width) => draw(result, width),
    table: tableOf(result),
  }
}

function draw({ scenarios }: BenchmarkResult, width: number): Drawing {
  const shown = scenarios.filter(({ timeline }) => timeline.length > 0)
  const { legend, height: legendHeight } = legendOf(
    [
      { name: ACCUSED, icon: 'rect' },
      { name: CLEAR, icon: 'rect' },
    ],
    width,
  )
  const names = shown.flatMap(({ timeline }) => timeline.map(({ name }) => name))
  const labelWidth = labelWidthOf(names, width)
  const endMs = Math.max(0, ...shown.map(endOf))
  const panels = layOut(shown, legendHeight)
  const last = panels.length - 1
  const interval = tickInterval(endMs, width < NARROW ? TICKS.narrow : TICKS.wide)
  const max = Math.ceil(endMs / interval) * interval
  return {
    width,
    height: (panels.at(-1)?.bottom ?? legendHeight) + 28,
    option: {
      legend,
      title: panels.map(({ scenario, top }) => partTitle(titleOf(scenario), 0, top - TITLE + 6)),
      grid: panels.map(({ top, bottom }) => ({
        left: labelWidth,
        right: 24,
        top,
        height: bottom - top,
        outerBoundsMode: 'none' as const,
      })),
      xAxis: panels.map((_panel, gridIndex) =>
        valueAxis({ gridIndex, min: 0, max, interval, labels: gridIndex === last, format: timeLabel }),
      ),
      yAxis: panels.map(({ statements, accused }, gridIndex) =>
        rowAxis(
          statements.map(({ name }) => name),
          {
            chartWidth: width,
            labelWidth,
            gridIndex,
            labelColor: (index) => (accused.has(statements[index]?.name ?? '') ? LIGHT.ink : LIGHT.muted),
          },
        ),
      ),
      series: panels.flatMap(seriesOf),
    },
  }
}

interface Panel {
  scenario: ScenarioResult
  statements: TimelineStatement[]
  accused: Set<string>
  top: number
  bottom: number
}

function layOut(scenarios: ScenarioResult[], start: number): Panel[] {
  let bottom = start - GAP
  return scenarios.map((scenario) => {
    const statements = inOrder(scenario)
    const top = bottom + GAP + TITLE
    bottom = top + statements.length * ROW
    return { scenario, statements, accused: accusedNames(scenario), top, bottom }
  })
}

function seriesOf({ statements, accused }: Panel, index: number): BarSeriesOption[] {
  const bar = {
    ...STILL,
    type: 'bar',
    stack: `timeline-${index}`,
    xAxisIndex: index,
    yAxisIndex: index,
    barWidth: ROW - 5,
  } as const
  const durations = (of: (statement: TimelineStatement) => boolean) =>
    statements.map((statement) => (of(statement) ? statement.durationMs : '-'))
  return [
    { ...bar, color: 'transparent', data: statements.map(({ startMs }) => startMs) },
    { ...bar, name: ACCUSED, color: LIGHT.accused, data: durations(({ name }) => accused.has(name)) },
    { ...bar, name: CLEAR, color: LIGHT.neutral, data: durations(({ name }) => !accused.has(name)) },
  ]
}

function timeLabel(ms: number): string {
  return `${formatDecimal(ms)} ms`
}

/** The names of the statements that a finding accuses in any operation. */
function accusedNames({ operations }: ScenarioResult): Set<string> {
  return new Set(
    operations.flatMap((operation) =>
      operation.findings.map((finding) => statementName(finding.pattern, operation)),
    ),
  )
}

function titleOf(scenario: ScenarioResult): string {
  return `${scenario.name}: ${countOf(scenario.timeline.length, 'statement')} in ${formatMs(endOf(scenario))} ms`
}

function endOf({ timeline }: ScenarioResult): number {
  return Math.max(0, ...timeline.map(({ startMs, durationMs }) => startMs + durationMs))
}

function inOrder({ timeline }: ScenarioResult): TimelineStatement[] {
  return timeline.toSorted((a, b) => a.startMs - b.startMs)
}

function tableOf({ scenarios }: BenchmarkResult): Table {
  return {
    caption: 'The statements of one request for the full page, in the order in which they were sent',
    columns: [
      words('Scenario'),
      numbers('No.'),
      words('Statement'),
      words('For the field'),
      numbers('Sent after (ms)'),
      numbers('Took (ms)'),
    ],
    rows: scenarios.flatMap((scenario) =>
      inOrder(scenario).map(({ name, path, startMs, durationMs }, index) => [
        code(scenario.name),
        String(index + 1),
        code(name),
        path === null ? '–' : code(path),
        formatMs(startMs),
        formatMs(durationMs),
      ]),
    ),
  }
}
