import { type ColourRole, type Shape, seriesStyle } from './palette.ts'

/** What a drawing consists of. Lengths are in px, from the top left; y grows downwards. */
export type Mark = RectMark | PathMark | TextMark | GroupMark | MovedMarks

/** Inside and outline of a mark; neither unless it is given. */
interface Painted {
  fill?: ColourRole
  stroke?: ColourRole
  strokeWidth?: number
  dashed?: boolean
  /** 0 to 1. */
  opacity?: number
}

export interface RectMark extends Painted {
  kind: 'rect'
  x: number
  y: number
  width: number
  height: number
}

export interface PathMark extends Painted {
  kind: 'path'
  /** In the syntax of SVG. */
  d: string
}

export interface TextMark {
  kind: 'text'
  /** The start, middle or end of the text, by its anchor. */
  x: number
  /** The base line. */
  y: number
  text: string
  size: number
  bold?: boolean
  colour: ColourRole
  anchor?: 'start' | 'middle' | 'end'
}

/** Marks that belong together, and the words that describe them when they are pointed at. */
export interface GroupMark {
  kind: 'group'
  title: string
  marks: Mark[]
}

/** Marks whose origin is elsewhere. */
export interface MovedMarks {
  kind: 'moved'
  x: number
  y: number
  marks: Mark[]
}

export interface Point {
  x: number
  y: number
}

export function lineMark(from: Point, to: Point, paint: { stroke: ColourRole } & Painted): PathMark {
  return { kind: 'path', d: `M${px(from.x)} ${px(from.y)}L${px(to.x)} ${px(to.y)}`, strokeWidth: 1, ...paint }
}

/** Diagonal lines over a rectangle: what is drawn below them is not valid. */
export function hatchMark({ x, y, width, height }: Omit<RectMark, 'kind'>, stroke: ColourRole): PathMark {
  const lines: string[] = []
  for (let offset = HATCH_DISTANCE; offset < width + height; offset += HATCH_DISTANCE) {
    const [startX, startY] = offset < width ? [x + offset, y] : [x + width, y + offset - width]
    const [endX, endY] = offset < height ? [x, y + offset] : [x + offset - height, y + height]
    lines.push(`M${px(startX)} ${px(startY)}L${px(endX)} ${px(endY)}`)
  }
  return { kind: 'path', d: lines.join(''), stroke, strokeWidth: 1.2 }
}

const HATCH_DISTANCE = 7

/** A point of a given form, whose area is about that of a circle of this diameter. */
export function pointMark(shape: Shape, { x, y }: Point, size: number, paint: Painted): PathMark {
  const half = size / 2
  const at = (dx: number, dy: number) => `${px(x + dx * half)} ${px(y + dy * half)}`
  return { kind: 'path', d: OUTLINES[shape](at, half), ...paint }
}

/** A point in the colour and shape of a scenario, by its index in the result. */
export function seriesPoint(index: number, centre: Point, size: number): PathMark {
  const { colour, shape } = seriesStyle(index)
  return pointMark(shape, centre, size, { fill: colour })
}

type At = (dx: number, dy: number) => string

const OUTLINES: Record<Shape, (at: At, half: number) => string> = {
  circle: (at, half) => {
    const arc = `A${px(half)} ${px(half)} 0 1 0`
    return `M${at(-1, 0)}${arc} ${at(1, 0)}${arc} ${at(-1, 0)}Z`
  },
  square: (at) => polygon(at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)),
  triangle: (at) => polygon(at(0, -1.15), at(1.1, 0.85), at(-1.1, 0.85)),
  diamond: (at) => polygon(at(0, -1.25), at(1.25, 0), at(0, 1.25), at(-1.25, 0)),
  cross: (at) =>
    polygon(
      ...[at(-0.4, -1.1), at(0.4, -1.1), at(0.4, -0.4), at(1.1, -0.4), at(1.1, 0.4), at(0.4, 0.4)],
      ...[at(0.4, 1.1), at(-0.4, 1.1), at(-0.4, 0.4), at(-1.1, 0.4), at(-1.1, -0.4), at(-0.4, -0.4)],
    ),
  bar: (at) => polygon(at(-0.5, -1.2), at(0.5, -1.2), at(0.5, 1.2), at(-0.5, 1.2)),
}

function polygon(...corners: string[]): string {
  return `M${corners.join('L')}Z`
}

/** The arrow of an interval that leaves the scale: its tip is at `x`, and it points to the left or to the right. */
export function arrowMark({ x, y }: Point, direction: 'left' | 'right', fill: ColourRole): PathMark {
  const back = direction === 'left' ? 7 : -7
  return {
    kind: 'path',
    d: polygon(`${px(x)} ${px(y)}`, `${px(x + back)} ${px(y - 4.5)}`, `${px(x + back)} ${px(y + 4.5)}`),
    fill,
  }
}

/** A length as SVG shows it: to a hundredth of a pixel. */
export function px(length: number): string {
  return String(Math.round(length * 100) / 100)
}
