import { type Mark, px } from '../drawing/marks.ts'
import { type ColourRole, LIGHT } from '../drawing/palette.ts'

/**
 * Marks as SVG. Each has the colours of a light background as attributes, which any program reads, and a class for
 * each colour (`f-` and `s-` with its role), so that a style sheet can set others.
 */
export function svgOf(marks: Mark[]): string {
  return marks.map(markSvg).join('\n')
}

function markSvg(mark: Mark): string {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height } = mark
      return `<rect x="${px(x)}" y="${px(y)}" width="${px(Math.max(0, width))}" height="${px(Math.max(0, height))}"${paintOf(mark)}/>`
    }
    case 'path':
      return `<path d="${mark.d}"${paintOf(mark)}/>`
    case 'text': {
      const { x, y, text, size, bold = false, colour, anchor = 'start' } = mark
      const attributes = [
        `x="${px(x)}" y="${px(y)}" font-size="${px(size)}"`,
        ...(bold ? ['font-weight="600"'] : []),
        ...(anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
      ]
      return `<text ${attributes.join(' ')}${paintOf({ fill: colour })}>${escapeMarkup(text)}</text>`
    }
    case 'group':
      return `<g><title>${escapeMarkup(mark.title)}</title>\n${svgOf(mark.marks)}\n</g>`
    case 'moved':
      return `<g transform="translate(${px(mark.x)} ${px(mark.y)})">\n${svgOf(mark.marks)}\n</g>`
  }
}

interface Paint {
  fill?: ColourRole
  stroke?: ColourRole
  strokeWidth?: number
  dashed?: boolean
  opacity?: number
}

function paintOf({ fill, stroke, strokeWidth = 1, dashed = false, opacity }: Paint): string {
  const classes = [...(fill ? [`f-${fill}`] : []), ...(stroke ? [`s-${stroke}`] : [])]
  const attributes = [
    `class="${classes.join(' ')}"`,
    `fill="${fill ? LIGHT[fill] : 'none'}"`,
    ...(stroke ? [`stroke="${LIGHT[stroke]}" stroke-width="${px(strokeWidth)}"`] : []),
    ...(dashed ? ['stroke-dasharray="4 3"'] : []),
    ...(opacity === undefined ? [] : [`opacity="${px(opacity)}"`]),
  ]
  return ` ${attributes.join(' ')}`
}

/** Escapes text for the content of an element and for a quoted attribute of HTML or SVG. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
