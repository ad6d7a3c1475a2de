import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import type { Chart } from '../document/document.ts'
import { plainText } from '../document/text.ts'
import { hatchMark, type Mark } from '../drawing/marks.ts'
import { DARK, paintRules } from '../drawing/palette.ts'
import { type Part, space, stack, textParts } from '../drawing/stack.ts'
import { type Font, textWidth, wrapped } from '../drawing/text-width.ts'
import { escapeMarkup, svgOf } from './svg.ts'

/** The font of the PNG; a browser without it falls back to its own. */
export const FONT_FAMILY = 'Public Sans'

const WIDTH = 860
const MARGIN = 20
const FONT_STACK = `'${FONT_FAMILY}', system-ui, -apple-system, 'Segoe UI', sans-serif`
const TITLE: Font = { size: 17, bold: true }
const TEXT: Font = { size: 12 }
const CAVEAT: Font = { size: 12, bold: true }

/** What a picture is made of: a chart without its table. */
export type Picture = Pick<Chart, 'title' | 'description' | 'caveat' | 'draw'>

/**
 * A chart as an SVG file that can be passed on without the report: on a background of its own, light or dark as the
 * reader prefers, with its title, what it shows, why not to rely on it if there is a reason, and its source. The same
 * chart gives the same text.
 */
export function standaloneSvg(chart: Picture, source: string): string {
  const inner = chart.draw(WIDTH)
  const head = stack([
    ...textParts(plainText(chart.title), WIDTH, { font: TITLE, colour: 'ink', lineHeight: 24 }),
    ...textParts(plainText(chart.description), WIDTH, { font: TEXT, colour: 'muted', lineHeight: 17 }),
    space(10),
    ...caveatParts(chart, WIDTH),
  ])
  const foot = stack(textParts(source, WIDTH, { font: { size: 11 }, colour: 'muted', lineHeight: 16 }))
  const top = MARGIN + head.height
  const height = top + inner.height + 12 + foot.height + MARGIN
  const width = WIDTH + 2 * MARGIN
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT_STACK}">`,
    `<title>${escapeMarkup(plainText(chart.title))}</title>`,
    `<desc>${escapeMarkup(plainText(chart.description))}</desc>`,
    `<style>@media (prefers-color-scheme: dark) { ${paintRules((role) => DARK[role]).replaceAll('\n', ' ')} }</style>`,
    svgOf([
      { kind: 'rect', x: 0, y: 0, width, height, fill: 'surface' },
      { kind: 'moved', x: MARGIN, y: MARGIN, marks: head.marks },
      { kind: 'moved', x: MARGIN, y: top, marks: inner.marks },
      { kind: 'moved', x: MARGIN, y: height - MARGIN - foot.height, marks: foot.marks },
    ]),
    '</svg>',
    '',
  ].join('\n')
}

/** A chart as part of a page, whose style sets its font and colours, for one of its layouts. */
export function inlineSvg(chart: Chart, { layout, width }: { layout: string; width: number }): string {
  const inner = chart.draw(width)
  const head = stack(caveatParts(chart, width))
  return [
    `<svg class="${layout}" viewBox="0 0 ${width} ${inner.height + head.height}" role="img" aria-label="${escapeMarkup(plainText(chart.description))}">`,
    svgOf([...head.marks, { kind: 'moved', x: 0, y: head.height, marks: inner.marks }]),
    '</svg>',
  ].join('\n')
}

/** The caveat beside a hatched swatch, in a frame. */
function caveatParts({ caveat }: Picture, width: number): Part[] {
  if (caveat === null) return []
  const left = 44
  const text = wrapped(plainText(caveat), width - left - 12, CAVEAT)
  const height = text.length * 17 + 14
  const frame = { x: 0.75, width: Math.min(width, left + 12 + widest(text)) - 1.5, height }
  return [
    {
      height: height + 14,
      marksAt: (top) => [
        { kind: 'rect', ...frame, y: top + 0.75, stroke: 'flagged', strokeWidth: 1.5 },
        hatchMark({ x: 10, y: top + height / 2 - 8, width: 24, height: 16 }, 'flagged'),
        ...text.map(
          (line, index): Mark => ({
            kind: 'text',
            x: left,
            y: top + 20 + index * 17,
            text: line,
            colour: 'ink',
            ...CAVEAT,
          }),
        ),
      ],
    },
  ]
}

function widest(texts: string[]): number {
  return Math.max(...texts.map((text) => textWidth(text, CAVEAT)))
}

const PIXELS_PER_UNIT = 2

const FONT_FILES = [
  import.meta.resolve('@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/public-sans/600SemiBold/PublicSans_600SemiBold.ttf'),
]

/**
 * Renders an SVG as PNG. Its text uses a font from a package and no other: a server often has no fonts, and
 * those of the machine would make pictures differ between machines.
 */
export function renderPng(svg: string): Uint8Array {
  const fontFiles = FONT_FILES.map((url) => fileURLToPath(url))
  return new Resvg(svg, {
    fitTo: { mode: 'zoom', value: PIXELS_PER_UNIT },
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
    },
  })
    .render()
    .asPng()
}
