import type { Chart } from '../../../benchmarks/report/document/document.ts'
import type { Mark } from '../../../benchmarks/report/drawing/marks.ts'

/** The widths that charts are drawn in: on a page and on a phone. */
export const WIDTHS = [860, 620, 340]

type Drawn = Exclude<Mark, { kind: 'group' | 'moved' }>

/** All marks of a chart in a given width, those in groups too, each where its group has it. */
export function marksOf(chart: Chart, width = 860): Drawn[] {
  return chart.draw(width).marks.flatMap(flattened)
}

function flattened(mark: Mark): Drawn[] {
  return mark.kind === 'group' || mark.kind === 'moved' ? mark.marks.flatMap(flattened) : [mark]
}

/** The texts of a chart in the order in which they are drawn. */
export function textsOf(chart: Chart, width = 860): string[] {
  return marksOf(chart, width).flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []))
}

/** What marks say when they are pointed at. */
export function titlesOf(chart: Chart, width = 860): string[] {
  return chart.draw(width).marks.flatMap((mark) => (mark.kind === 'group' ? [mark.title] : []))
}
