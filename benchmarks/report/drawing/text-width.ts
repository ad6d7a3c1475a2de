/**
 * Widths of the printable characters of ASCII, from the space on, in thousandths of the font size: those of DejaVu
 * Sans, the widest of the sans-serif fonts that browsers usually take.
 */
const WIDTHS = [
  318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637,
  637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667, 611, 778, 752, 295,
  500, 667, 558, 863, 749, 788, 667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838,
  557, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521,
  393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
]

/** All other characters, such as `→` or `–`. */
const OTHER = 1000
/** How much wider bold text is. */
const BOLD = 1.13

export interface Font {
  /** In px. */
  size: number
  bold?: boolean
}

/** The width of a text in px, in any of the usual fonts at the most. */
export function textWidth(text: string, { size, bold = false }: Font): number {
  let thousandths = 0
  for (const character of text.replaceAll('\u00a0', ' '))
    thousandths += WIDTHS[(character.codePointAt(0) ?? 0) - 32] ?? OTHER
  return (thousandths / 1000) * size * (bold ? BOLD : 1)
}

/** The text, or its beginning and end with an ellipsis between them where it is wider than `maxWidth`. */
export function shortened(text: string, maxWidth: number, font: Font): string {
  if (textWidth(text, font) <= maxWidth) return text
  const characters = [...text]
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const start = characters.slice(0, Math.ceil(kept / 2)).join('')
    const end = characters.slice(characters.length - Math.floor(kept / 2)).join('')
    const short = `${start}…${end}`
    if (textWidth(short, font) <= maxWidth) return short
  }
  return '…'
}

/** The text in lines of at most `maxWidth`, broken at spaces. A longer word has a line of its own, shortened. */
export function wrapped(text: string, maxWidth: number, font: Font): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer, font) <= maxWidth) line = longer
    else {
      if (line !== '') lines.push(line)
      line = shortened(word, maxWidth, font)
    }
  }
  return line === '' ? lines : [...lines, line]
}
