import type { Mark } from './marks.ts'
import { shortened, textWidth } from './text-width.ts'

const SIZE = 12
const ROW = 22
const SWATCH = 16
const GAP = 20

export interface LegendEntry {
  name: string
  /** Marks around the middle of the entry's swatch, which is 16 px wide and 12 px high. */
  swatch: (centre: { x: number; y: number }) => Mark[]
}

/** A legend at the top of a drawing, in as many rows as this width needs. */
export function legendOf(entries: LegendEntry[], width: number): { marks: Mark[]; height: number } {
  let left = 0
  let top = 0
  const marks = entries.flatMap(({ name: whole, swatch }): Mark[] => {
    const name = shortened(whole, width - SWATCH - 6, { size: SIZE })
    const nameWidth = textWidth(name, { size: SIZE })
    const entryWidth = SWATCH + 6 + nameWidth
    if (left > 0 && left + entryWidth > width) {
      left = 0
      top += ROW
    }
    const start = left
    left += entryWidth + GAP
    return [
      ...swatch({ x: start + SWATCH / 2, y: top + 8 }),
      { kind: 'text', x: start + SWATCH + 6, y: top + 12, text: name, size: SIZE, colour: 'ink' },
    ]
  })
  return { marks, height: entries.length === 0 ? 0 : top + ROW + 8 }
}
