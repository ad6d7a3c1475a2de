import type { ScatterSeriesOption } from 'echarts'
import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import { fits, LABEL, labelSize, labelWidthOf, rowAxis } from '../drawing/axes.ts'
import { STILL } from '../drawing/marks.ts'
import { LIGHT } from '../drawing/palette.ts'

const ROW = 40
const HEAD = 24
/** The number in a cell stays readable on a light page and on a dark one. */
const OPACITY = { min: 0.06, max: 0.6 }

/** A heatmap of statements per request: how often each scenario reads or writes each table. */
export function tableHitsChart(result: BenchmarkResult): Chart {
  const grid = tableHitGrid(result)
  return {
    name: 'table-hits',
    title: 'Statements per request by table',
    description:
      'Statements per request that read or write each table, averaged over all captured operations, by scenario. A stronger colour means more statements.',
    draw: (width) => drawGrid(grid, width),
    table: tableHitsTable(grid),
  }
}

export interface TableHitGrid {
  /** Those with the most hits first. */
  tables: string[]
  scenarios: string[]
  /** One for each scenario and table, scenario by scenario. */
  cells: TableHitCell[]
}

interface TableHitCell {
  scenario: string
  table: string
  reads: number
  writes: number
  requests: number
  perRequest: number
}

/** Statements that read or write each table, over all captured requests. */
export function tableHitGrid({ scenarios }: BenchmarkResult): TableHitGrid {
  const tables = tablesByHits(scenarios)
  return {
    tables,
    scenarios: scenarios.map(({ name }) => name),
    cells: scenarios.flatMap((scenario) => {
      const requests = scenario.operations.reduce((sum, operation) => sum + operation.requests, 0)
      return tables.map((table) => {
        const { reads, writes } = scenario.tables.find((candidate) => candidate.table === table) ?? NO_HITS
        const perRequest = requests === 0 ? 0 : (reads + writes) / requests
        return { scenario: scenario.name, table, reads, writes, requests, perRequest }
      })
    }),
  }
}

const NO_HITS = { reads: 0, writes: 0 }

function tablesByHits(scenarios: ScenarioResult[]): string[] {
  const hits = new Map<string, number>()
  for (const { tables } of scenarios) {
    for (const { table, reads, writes } of tables) hits.set(table, (hits.get(table) ?? 0) + reads + writes)
  }
  return [...hits]
    .toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .map(([name]) => name)
}

function drawGrid({ tables, scenarios, cells }: TableHitGrid, width: number): Drawing {
  const labelWidth = labelWidthOf(tables, width)
  const cellWidth = (width - labelWidth) / scenarios.length
  const max = Math.max(...cells.map(({ perRequest }) => perRequest))
  const names = scenarios.map((name) =>
    fits(name, cellWidth, width) ? name : name.replace(/-(?=[^-]*$)/, '-\n'),
  )
  const head = Math.max(...names.map((name) => name.split('\n').length)) * HEAD
  const series: ScatterSeriesOption = {
    ...STILL,
    type: 'scatter',
    symbol: 'rect',
    symbolSize: [cellWidth - 4, ROW - 4],
    label: {
      ...LABEL,
      show: true,
      opacity: 1,
      formatter: ({ dataIndex }) => formatDecimal(cells[dataIndex]?.perRequest ?? 0),
    },
    data: cells.map(({ scenario, table, perRequest }) => ({
      value: [scenarios.indexOf(scenario), tables.indexOf(table)],
      itemStyle: { color: LIGHT.series3, opacity: opacityOf(perRequest, max) },
    })),
  }
  return {
    width,
    height: head + tables.length * ROW,
    option: {
      grid: { left: labelWidth, right: 0, top: head, bottom: 0 },
      xAxis: {
        type: 'category',
        position: 'top',
        data: names,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          ...LABEL,
          fontSize: labelSize(width),
          interval: 0,
          width: cellWidth,
          overflow: 'truncate',
        },
      },
      yAxis: rowAxis(tables, { chartWidth: width, labelWidth }),
      series,
    },
  }
}

function opacityOf(hits: number, max: number): number {
  return hits === 0 ? 0 : OPACITY.min + (OPACITY.max - OPACITY.min) * (hits / max)
}

function tableHitsTable({ tables, cells }: TableHitGrid): Table {
  return {
    caption: 'Statements that read or write each table, over all captured requests',
    columns: [
      nameColumn('Table'),
      nameColumn('Scenario'),
      ...['Reads', 'Writes', 'Requests', 'Statements per request'].map(numberColumn),
    ],
    rows: tables
      .flatMap((table) => cells.filter((cell) => cell.table === table))
      .map(({ table, scenario, reads, writes, requests, perRequest }) => [
        code(table),
        code(scenario),
        formatCount(reads),
        formatCount(writes),
        formatCount(requests),
        formatDecimal(perRequest),
      ]),
  }
}
