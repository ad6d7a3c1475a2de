import type { BenchmarkResult, TimelineStatement } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, countOf, formatDecimal, formatMs } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { hatchMark, type Mark } from '../drawing/marks.ts'
import { layOutRows } from '../drawing/rows.ts'
import { greatest, linearScale } from '../drawing/scales.ts'
import { flaggedStatements } from './findings.ts'

const ROW = 17
const BAR = 11

/** One request for a full page in each scenario, statement by statement on the same time axis. */
export function timelineChart(result: BenchmarkResult): Chart {
  const timelines = timelinesOf(result)
  return {
    name: 'timeline',
    title: 'What one request looks like: an example from each scenario, not a comparison of times',
    description:
      'A single traced request for a full page in each scenario: the one with the median duration of those captured. One row per statement, from when it was sent until it was answered, on the same time axis. An N+1 loop has a bar for each parent; a batch is a single bar. Latencies are compared elsewhere, over all requests.',
    caveat: null,
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
  const legend = legendOf(
    [true, false].map((flagged) => ({
      name: flagged ? 'flagged (see Findings)' : 'not flagged',
      swatch: ({ x, y }) => barMarks({ x: x - 8, y: y - BAR / 2, width: 16 }, flagged),
    })),
    width,
  )
  const layout = layOutRows(
    timelines.map((timeline) => ({ title: panelTitle(timeline), rows: timeline.statements })),
    { width, top: legend.height, rowHeight: ROW, nameOf: ({ name }) => name },
  )
  const endMs = greatest([0, ...timelines.map((timeline) => timeline.endMs)])
  const scale = linearScale({ from: layout.left, to: width - 12 }, endMs, width < 500 ? 4 : 8)
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...valueAxis(scale, { bands: layout.bands, width, format: (ms) => `${formatDecimal(ms)} ms` }),
      ...layout.marks,
      ...layout.rows.map(({ row: { name, startMs, durationMs, path, flagged }, middle }): Mark => {
        const x = scale.of(startMs)
        const bar = { x, y: middle - BAR / 2, width: Math.max(2, scale.of(startMs + durationMs) - x) }
        const field = path === null ? '' : ` for ${path}`
        return {
          kind: 'group',
          title: `${name}${field}: sent at ${formatMs(startMs)} ms, took ${formatMs(durationMs)} ms`,
          marks: barMarks(bar, flagged),
        }
      }),
    ],
  }
}

/** A flagged statement differs from others by an outline and a hatch too. */
function barMarks(place: { x: number; y: number; width: number }, flagged: boolean): Mark[] {
  const bar = { ...place, height: BAR }
  if (!flagged) return [{ kind: 'rect', ...bar, fill: 'neutral' }]
  return [{ kind: 'rect', ...bar, fill: 'flagged', stroke: 'flagged' }, hatchMark(bar, 'surface')]
}

function panelTitle({ scenario, statements, endMs }: Timeline): string {
  return `${scenario}: ${countOf(statements.length, 'statement')}, the last answered after ${formatMs(endMs)} ms`
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
