import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { init } from 'echarts'
import type { Chart, Drawing } from '../document/document.ts'
import { LIGHT, withThemeColours } from '../drawing/palette.ts'

/** The font of the PNG; a browser without it falls back to its own. */
export const FONT_FAMILY = 'Public Sans'

const STANDALONE = { width: 860, margin: 20, heading: 40 }
const FONT_STACK = `'${FONT_FAMILY}', system-ui, -apple-system, 'Segoe UI', sans-serif`

/** A chart as an SVG file: on white, with its title. The same chart gives the same text. */
export function standaloneSvg(chart: Chart): string {
  const drawing = chart.draw(STANDALONE.width)
  const width = drawing.width + 2 * STANDALONE.margin
  const height = drawing.height + STANDALONE.heading + 2 * STANDALONE.margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT_STACK}">`,
    `<title>${escapeMarkup(chart.title)}</title>`,
    `<desc>${escapeMarkup(chart.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${LIGHT.surface}"/>`,
    `<text x="${STANDALONE.margin}" y="${STANDALONE.margin + 16}" font-size="17" font-weight="600" fill="${LIGHT.ink}">${escapeMarkup(chart.title)}</text>`,
    `<g transform="translate(${STANDALONE.margin} ${STANDALONE.margin + STANDALONE.heading})">`,
    renderMarks(drawing, chart.name),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** A chart as part of a page, whose style sets its font and colours. Each `layout` has ids of its own. */
export function inlineSvg(chart: Chart, { layout, width }: { layout: string; width: number }): string {
  const drawing = chart.draw(width)
  return [
    `<svg class="${layout}" viewBox="0 0 ${drawing.width} ${drawing.height}" role="img" aria-label="${escapeMarkup(chart.description)}">`,
    withThemeColours(renderMarks(drawing, `${chart.name}-${layout}`)),
    '</svg>',
  ].join('\n')
}

function renderMarks({ width, height, option }: Drawing, idPrefix: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...option, animation: false })
    return normalised(chart.renderToSVGString(), idPrefix)
  } finally {
    chart.dispose()
  }
}

/**
 * Removes what ECharts adds for scripts and pointers, and replaces ids that count up during the life of the
 * process. ECharts escapes `"` and `<` in text, so these expressions match attributes only.
 */
function normalised(svg: string, idPrefix: string): string {
  return svg
    .replace(/^<svg [^>]*>\n<rect [^>]*><\/rect>\n/, '')
    .replace(/<style >[\s\S]*?<\/style>\n/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
    .replace(/ style="([^"]*)font-family:[^;"]*;/g, ' style="$1')
    .replace(/(id="|url\(#)zr\d+-/g, `$1${idPrefix}-`)
    .replace(/<path [^>]*fill-opacity="0" stroke="[^"]*" stroke-width="0"><\/path>\n/g, '')
    .trimEnd()
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

/** Escapes text for the content of an element and for a quoted attribute of HTML or SVG. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
