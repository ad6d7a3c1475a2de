import { lineMark, type Mark, type Point, pointMark } from './marks.ts'
import type { ColourRole, Shape } from './palette.ts'

/** What can be found, in one or two words. */
export type VerdictWord =
  | 'faster'
  | 'slower'
  | 'less CPU'
  | 'more CPU'
  | 'equivalent'
  | 'cannot tell'
  | 'not compared'
  | 'flagged'
  | 'not flagged'

type Style = { colour: ColourRole; shape: Shape; isFilled: boolean }

const STYLES: Record<Exclude<VerdictWord, 'not flagged'>, Style> = {
  faster: { colour: 'better', shape: 'circle', isFilled: true },
  slower: { colour: 'flagged', shape: 'diamond', isFilled: true },
  'less CPU': { colour: 'better', shape: 'circle', isFilled: true },
  'more CPU': { colour: 'flagged', shape: 'diamond', isFilled: true },
  equivalent: { colour: 'neutral', shape: 'square', isFilled: true },
  'cannot tell': { colour: 'neutral', shape: 'circle', isFilled: false },
  'not compared': { colour: 'neutral', shape: 'square', isFilled: false },
  flagged: { colour: 'flagged', shape: 'triangle', isFilled: true },
}

/** The colour of a verdict's marks. */
export function verdictColour(verdict: VerdictWord): ColourRole {
  return verdict === 'not flagged' ? 'neutral' : STYLES[verdict].colour
}

/** The symbol of a verdict: each has a shape of its own, filled or hollow. */
export function verdictMark(verdict: VerdictWord, { x, y }: Point): Mark {
  if (verdict === 'not flagged') {
    return lineMark({ x: x - 5, y }, { x: x + 5, y }, { stroke: 'neutral', strokeWidth: 2 })
  }
  const { colour, shape, isFilled } = STYLES[verdict]
  return pointMark(shape, { x, y }, 9, {
    fill: isFilled ? colour : 'surface',
    stroke: colour,
    strokeWidth: 1.5,
  })
}
