import type { Mark } from './marks.ts'
import type { ColourRole } from './palette.ts'
import { type Font, wrapped } from './text-width.ts'

/** A part of a column: its height, and its marks when its top is known. */
export interface Part {
  height: number
  marksAt: (top: number) => Mark[]
}

/** Parts from the top down. */
export function stack(parts: Part[]): { marks: Mark[]; height: number } {
  let height = 0
  const marks = parts.flatMap((each) => {
    const top = height
    height += each.height
    return each.marksAt(top)
  })
  return { marks, height }
}

export function space(height: number): Part {
  return { height, marksAt: () => [] }
}

interface TextStyle {
  font: Font
  colour: ColourRole
  lineHeight: number
  /** Where its lines begin. */
  left?: number
}

/** A text in as many lines as it needs, a part each. */
export function textParts(text: string, width: number, style: TextStyle): Part[] {
  const { font, colour, lineHeight, left = 0 } = style
  return wrapped(text, width, font).map((line) => ({
    height: lineHeight,
    marksAt: (top) => [{ kind: 'text', x: left, y: top + font.size, text: line, colour, ...font }],
  }))
}
