import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { FONT_FAMILY } from './render-svg.ts'

const PIXELS_PER_UNIT = 2

const FONT_FILES = [
  import.meta.resolve('@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/public-sans/600SemiBold/PublicSans_600SemiBold.ttf'),
]

/**
 * Draws an SVG as PNG. Its text is set in a font that comes with a package, and in no other: a server often has
 * none, and the fonts of a machine would make its pictures differ from those of the next.
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
