import type { BenchmarkResult, Judgement } from '../../result.ts'
import type { Chart, Drawing } from '../document/document.ts'
import { formatChange, formatChangeInterval, formatDecimal } from '../document/text.ts'
import { drawIntervalPlot, type IntervalRow } from '../drawing/interval-plot.ts'
import { legendOf } from '../drawing/legend.ts'
import type { RowGroup } from '../drawing/rows.ts'
import { logarithmicScale } from '../drawing/scales.ts'
import { stack, textParts } from '../drawing/stack.ts'
import { verdictColour, verdictMark } from '../drawing/verdict-mark.ts'
import { invalidLoadsText, loadedUsers } from '../latency/loads.ts'
import { formatMargins } from './equivalence-margin.ts'
import { isEstimated, TOO_FEW_ROUNDS, VERDICTS } from './estimated.ts'
import { type ForestGroup, type ForestRow, forestGroups, ratioScale } from './forest-rows.ts'
import { forestTable } from './forest-table.ts'

const GAP = 12

const LEGEND: Record<Judgement['verdict'], string> = {
  faster: 'faster, or less CPU',
  slower: 'slower, or more CPU',
  equivalent: 'equivalent',
  'cannot tell': 'cannot tell',
}

/** All comparisons of a run with their intervals and verdicts, on one logarithmic axis. */
export function forestChart(result: BenchmarkResult): Chart {
  const { settings } = result
  const groups = forestGroups(result)
  return {
    name: 'comparisons',
    title: 'Change from scenario to scenario, all comparisons',
    description: `Change in percent: service time, server CPU and database CPU were measured head to head, medians and p95 under load. With ${formatDecimal(settings.confidence * 100)} % confidence intervals adjusted for multiple comparisons, on a logarithmic axis: halving and doubling are equally far from 0. Left of 0 is less. An arrow marks an interval that goes on beyond the axis. Within the shaded bands, a difference counts as none: ${formatMargins(settings)}.`,
    caveat: caveatOf(result),
    draw: (width) => drawForest(groups, width),
    table: forestTable(groups, settings),
  }
}

/** It stands above what was measured head to head, of which it must not be read. */
function caveatOf(result: BenchmarkResult): string | null {
  const invalid = invalidLoadsText(result, loadedUsers(result))
  const others =
    result.headToHead.length === 0 ? '' : ' What was measured head to head does not depend on them.'
  return invalid && `Not compared: ${invalid}. Too few rounds were measured on time.${others}`
}

function drawForest(groups: ForestGroup[], width: number): Drawing {
  const drawn = groups.map(drawnGroup).filter(({ rows }) => rows.length > 0)
  const legend = verdictLegend(groups, width)
  const plot =
    drawn.length === 0
      ? { marks: [], bottom: 0 }
      : drawIntervalPlot(drawn, {
          ...{ top: legend.height, width },
          scaleFor: (span) => logarithmicScale(span, ratioScale(groups)),
          format: (ratio) => (ratio === 1 ? 'no change' : formatChange(ratio - 1)),
        })
  const notes = stack(
    notCompared(groups).flatMap((note) =>
      textParts(note, width, { font: { size: 12 }, colour: 'muted', lineHeight: 17 }),
    ),
  )
  const top = plot.bottom + GAP
  return {
    width,
    height: notes.height === 0 ? plot.bottom : top + notes.height,
    marks: [...legend.marks, ...plot.marks, { kind: 'moved', x: 0, y: top, marks: notes.marks }],
  }
}

function drawnGroup({ from, to, rows }: ForestGroup): RowGroup<IntervalRow> {
  return { title: `from ${from} to ${to}`, rows: rows.flatMap(intervalRow) }
}

/** Nothing for what was not estimated. */
function intervalRow({ name, judgement, margin }: ForestRow): IntervalRow[] {
  if (!isEstimated(judgement)) return []
  const { verdict, change, low, high } = judgement
  return [
    {
      ...{ name, margin, value: 1 + change, low: 1 + low, high: 1 + high },
      figures: `${formatChange(change)} (${formatChangeInterval(low, high)})`,
      colour: verdictColour(verdict),
      pointAt: (centre) => verdictMark(verdict, centre),
    },
  ]
}

function verdictLegend(groups: ForestGroup[], width: number) {
  const judgements = groups.flatMap(({ rows }) => rows.map(({ judgement }) => judgement))
  const verdicts = new Set(judgements.filter(isEstimated).map(({ verdict }) => verdict))
  return legendOf(
    VERDICTS.filter((verdict) => verdicts.has(verdict)).map((verdict) => ({
      name: LEGEND[verdict],
      swatch: (centre) => [verdictMark(verdict, centre)],
    })),
    width,
  )
}

/** What was not estimated has no row; it is named in one line for each pair. */
function notCompared(groups: ForestGroup[]): string[] {
  return groups.flatMap(({ from, to, rows }) => {
    const names = rows.filter(({ judgement }) => !isEstimated(judgement)).map(({ name }) => name)
    if (names.length === 0) return []
    return [`Not compared from ${from} to ${to}, ${TOO_FEW_ROUNDS}: ${names.join('; ')}`]
  })
}
