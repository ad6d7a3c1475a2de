/** A column of a table for people: its head, and whether its cells are numbers, which line up on the right. */
export interface Column {
  head: string
  numeric?: boolean
}

/** Rows of text with their columns aligned, one line each, the heads first. */
export function textTable(columns: Column[], rows: string[][]): string[] {
  const widths = columns.map(({ head }, index) =>
    rows.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), head.length),
  )
  return [columns.map(({ head }) => head), ...rows].map((cells) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return columns[index]?.numeric ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
