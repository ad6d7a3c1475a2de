import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import type { Mark } from '../drawing/marks.ts'
import { layOutRows } from '../drawing/rows.ts'
import { greatest } from '../drawing/scales.ts'
import { shortened, textWidth } from '../drawing/text-width.ts'

const ROW = 36
const LINE = 15
const NAME = { size: 12 }
const NAME_MARGIN = 8
/** The number in a cell stays readable on a light page and on a dark one. */
const OPACITY = { min: 0.06, max: 0.4 }

/** A heatmap of statements per request: how often each scenario reads or writes each table. */
export function tableHitsChart(result: BenchmarkResult): Chart {
  const grid = tableHitGrid(result)
  return {
    name: 'table-hits',
    title: 'Statements per request by table',
    description:
      'Statements per request that read or write each table, averaged over all captured operations, by scenario. A stronger colour means more statements.',
    caveat: null,
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
  const rows = tables.map((table) => ({ table, cells: cells.filter((cell) => cell.table === table) }))
  const layoutAt = (top: number, maxShare?: number) =>
    layOutRows([{ title: null, rows }], {
      ...{ width, top, rowHeight: ROW, maxShare },
      nameOf: ({ table }) => table,
    })
  const columnsFrom = (left: number) => ({ left, width: (width - left) / Math.max(1, scenarios.length) })
  // Beside the names of tables there is not always room for those of scenarios.
  const isTight = longestPart(scenarios) > columnsFrom(layoutAt(0).left).width - NAME_MARGIN
  const maxShare = isTight ? 0 : undefined
  const columns = columnsFrom(layoutAt(0, maxShare).left)
  const head = drawHead(scenarios, columns)
  const layout = layoutAt(head.height, maxShare)
  const max = greatest([0, ...cells.map(({ perRequest }) => perRequest)])
  return {
    width,
    height: layout.bottom,
    marks: [
      ...head.marks,
      ...layout.marks,
      ...layout.rows.flatMap(({ row, top }) =>
        row.cells.map((cell, column) =>
          cellMark(cell, {
            ...{ x: columns.left + column * columns.width, y: top, width: columns.width },
            opacity: opacityOf(cell.perRequest, max),
          }),
        ),
      ),
    ],
  }
}

interface Columns {
  left: number
  /** Of each. */
  width: number
}

function drawHead(scenarios: string[], { left, width }: Columns): { marks: Mark[]; height: number } {
  const names = scenarios.map((name) => linesOf(name, width - NAME_MARGIN))
  const marks = names.flatMap((lines, column) =>
    lines.map(
      (text, line): Mark => ({
        kind: 'text',
        ...{ x: left + (column + 0.5) * width, y: 12 + line * LINE, text, ...NAME },
        colour: 'ink',
        anchor: 'middle',
      }),
    ),
  )
  return { marks, height: greatest([1, ...names.map(({ length }) => length)]) * LINE + 8 }
}

interface CellPlace {
  x: number
  y: number
  width: number
  opacity: number
}

function cellMark({ scenario, table, perRequest }: TableHitCell, { x, y, width, opacity }: CellPlace): Mark {
  const text = formatDecimal(perRequest)
  return {
    kind: 'group',
    title: `${table} in ${scenario}: ${text} statements per request`,
    marks: [
      {
        kind: 'rect',
        ...{ x: x + 2, y: y + 2, width: width - 4, height: ROW - 4 },
        ...{ fill: 'series3', opacity },
      },
      {
        kind: 'text',
        ...{ x: x + width / 2, y: y + ROW / 2 + 4.3, text, ...NAME },
        ...{ colour: 'ink', anchor: 'middle' },
      },
    ],
  }
}

function longestPart(names: string[]): number {
  return greatest(names.flatMap((name) => partsOf(name).map((part) => textWidth(part, NAME))))
}

/** Where a name may be broken: after hyphens. */
function partsOf(name: string): string[] {
  return name.split(/(?<=-)/)
}

/** The name of a scenario in as many lines as its column needs, broken after hyphens. */
function linesOf(name: string, width: number): string[] {
  const lines: string[] = []
  for (const part of partsOf(name)) {
    const longer = `${lines.at(-1) ?? ''}${part}`
    if (lines.length > 0 && textWidth(longer, NAME) <= width) lines[lines.length - 1] = longer
    else lines.push(shortened(part, width, NAME))
  }
  return lines
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
