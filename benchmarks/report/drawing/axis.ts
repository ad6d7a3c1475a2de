import { lineMark, type Mark } from './marks.ts'
import type { Scale } from './scales.ts'
import { textWidth } from './text-width.ts'

/** The height of the labels below a chart. */
export const AXIS_HEIGHT = 24

const SIZE = 11
const GAP = 8
const LINE_GAP = 12

interface AxisOptions {
  /** Where its lines are drawn; the labels are below the last. */
  bands: { top: number; bottom: number }[]
  /** Of the drawing. */
  width: number
  /** A tick with its unit. */
  format: (value: number) => string
  /** Ticks whose labels are kept before others where not all have room. */
  first?: number[]
}

/** Lines across the chart at the ticks of a horizontal scale, and below them as many labels as have room. */
export function valueAxis(scale: Scale, { bands, width, format, first = [] }: AxisOptions): Mark[] {
  const labels = labelsWithRoom(scale, { width, format, first })
  const lines = linesWithRoom(
    labels.map(({ tick }) => scale.of(tick)),
    scale.ticks.map(scale.of),
  )
  return [
    ...bands.flatMap(({ top, bottom }) =>
      lines.map((x) => lineMark({ x, y: top }, { x, y: bottom }, { stroke: 'rule' })),
    ),
    ...labels.map(
      ({ text, x }): Mark => ({
        kind: 'text',
        x,
        y: (bands.at(-1)?.bottom ?? 0) + 16,
        text,
        size: SIZE,
        colour: 'muted',
        anchor: 'middle',
      }),
    ),
  ]
}

/** Those of labels always; others where they do not make a grid of bars. */
function linesWithRoom(labelled: number[], places: number[]): number[] {
  const kept = [...labelled]
  for (const x of places) if (kept.every((other) => Math.abs(other - x) >= LINE_GAP)) kept.push(x)
  return kept
}

interface Label {
  tick: number
  text: string
  /** Its middle. */
  x: number
  half: number
}

/** The labels are moved into the drawing at its ends. */
function labelsWithRoom(
  { ticks, of }: Scale,
  { width, format, first }: Pick<AxisOptions, 'width' | 'format'> & { first: number[] },
): Label[] {
  const ends = [ticks[0], ticks.at(-1)].filter((tick) => tick !== undefined)
  const powers = ticks.filter((tick) => /^1e/.test(tick.toExponential()))
  const kept: Label[] = []
  for (const tick of new Set([...first, ...ends, ...powers, ...ticks])) {
    if (!ticks.includes(tick)) continue
    const text = format(tick)
    const half = textWidth(text, { size: SIZE }) / 2
    const x = Math.min(width - half, Math.max(half, of(tick)))
    if (kept.every((other) => Math.abs(other.x - x) >= half + other.half + GAP))
      kept.push({ tick, text, x, half })
  }
  return kept
}
