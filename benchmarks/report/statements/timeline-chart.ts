import type { BarSeriesOption } from 'echarts'
import type { BenchmarkResult, TimelineStatement } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, countOf, formatDecimal, formatMs } from '../document/text.ts'
import { labelWidthOf, NARROW, rowAxis, tickInterval, valueAxis } from '../drawing/axes.ts'
import { legendOf, partTitle, STILL } from '../drawing/marks.ts'
import { LIGHT } from '../drawing/palette.ts'
import { flaggedStatements } from './findings.ts'

const ROW = 16
const TITLE = 26
const GAP = 18
const TICKS = { wide: 8, narrow: 4 }
const FLAGGED = 'flagged (see Findings)'
const NOT_FLAGGED = 'not flagged'

/** One request for a full page in each scenario, statement by statement on the same time axis. */
export function timelineChart(result: BenchmarkResult): Chart {
  const timelines = timelinesOf(result)
  return {
    name: 'timeline',
    title: 'One request, statement by statement',
    description:
      'One request for a full page in each scenario, on the same time axis: one row per statement, from when it was sent until it was answered. An N+1 loop looks like a staircase; a batch is a single bar.',
    draw: (width) => drawTimelines(timelines, width),
    table: timelineTable(timelines),
  }
}

export interface Timeline {
  scenario: string
  /** When the last statement was answered. */
  endMs: number
  /** In the order in which they were sent. */
  statements: FlaggableStatement[]
}

interface FlaggableStatement extends TimelineStatement {
  /** Whether a finding in any operation of the scenario flags statements of this name. */
  flagged: boolean
}

/** One request for a full page of each scenario that recorded one. */
export function timelinesOf({ scenarios }: BenchmarkResult): Timeline[] {
  return scenarios
    .filter(({ timeline }) => timeline.length > 0)
    .map((scenario) => {
      const flagged = new Set(flaggedStatements(scenario).map(({ statement }) => statement))
      return {
        scenario: scenario.name,
        endMs: Math.max(...scenario.timeline.map(({ startMs, durationMs }) => startMs + durationMs)),
        statements: scenario.timeline
          .toSorted((a, b) => a.startMs - b.startMs)
          .map((statement) => ({ ...statement, flagged: flagged.has(statement.name) })),
      }
    })
}

function drawTimelines(timelines: Timeline[], width: number): Drawing {
  const { legend, height: legendHeight } = legendOf(
    [
      { name: FLAGGED, icon: 'rect' },
      { name: NOT_FLAGGED, icon: 'rect' },
    ],
    width,
  )
  const names = timelines.flatMap(({ statements }) => statements.map(({ name }) => name))
  const labelWidth = labelWidthOf(names, width)
  const endMs = Math.max(0, ...timelines.map((timeline) => timeline.endMs))
  const panels = layOut(timelines, legendHeight)
  const last = panels.length - 1
  const interval = tickInterval(endMs, width < NARROW ? TICKS.narrow : TICKS.wide)
  const max = Math.ceil(endMs / interval) * interval
  return {
    width,
    height: (panels.at(-1)?.bottom ?? legendHeight) + 28,
    option: {
      legend,
      title: panels.map(({ timeline, top }) => partTitle(panelTitle(timeline), 0, top - TITLE + 6)),
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
      yAxis: panels.map(({ timeline: { statements } }, gridIndex) =>
        rowAxis(
          statements.map(({ name }) => name),
          {
            chartWidth: width,
            labelWidth,
            gridIndex,
            labelColor: (index) => (statements[index]?.flagged ? LIGHT.ink : LIGHT.muted),
          },
        ),
      ),
      series: panels.flatMap(({ timeline }, index) => barSeries(timeline, index)),
    },
  }
}

interface Panel {
  timeline: Timeline
  top: number
  bottom: number
}

function layOut(timelines: Timeline[], start: number): Panel[] {
  let bottom = start - GAP
  return timelines.map((timeline) => {
    const top = bottom + GAP + TITLE
    bottom = top + timeline.statements.length * ROW
    return { timeline, top, bottom }
  })
}

/** Each bar is stacked on an invisible one that reaches from 0 to its start. */
function barSeries({ statements }: Timeline, panel: number): BarSeriesOption[] {
  const bar = {
    ...STILL,
    type: 'bar',
    stack: `timeline-${panel}`,
    xAxisIndex: panel,
    yAxisIndex: panel,
    barWidth: ROW - 5,
  } as const
  const durations = (wanted: boolean) =>
    statements.map(({ flagged, durationMs }) => (flagged === wanted ? durationMs : '-'))
  return [
    { ...bar, color: 'transparent', data: statements.map(({ startMs }) => startMs) },
    { ...bar, name: FLAGGED, color: LIGHT.flagged, data: durations(true) },
    { ...bar, name: NOT_FLAGGED, color: LIGHT.neutral, data: durations(false) },
  ]
}

function timeLabel(ms: number): string {
  return `${formatDecimal(ms)} ms`
}

function panelTitle({ scenario, statements, endMs }: Timeline): string {
  return `${scenario}: ${countOf(statements.length, 'statement')} in ${formatMs(endMs)} ms`
}

function timelineTable(timelines: Timeline[]): Table {
  return {
    caption: 'The statements of one request for a full page, in the order in which they were sent',
    columns: [
      nameColumn('Scenario'),
      numberColumn('#'),
      nameColumn('Statement'),
      nameColumn('Field'),
      numberColumn('Sent at (ms)'),
      numberColumn('Duration (ms)'),
    ],
    rows: timelines.flatMap(({ scenario, statements }) =>
      statements.map(({ name, path, startMs, durationMs }, index) => [
        code(scenario),
        String(index + 1),
        code(name),
        path === null ? '–' : code(path),
        formatMs(startMs),
        formatMs(durationMs),
      ]),
    ),
  }
}
