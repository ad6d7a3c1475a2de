export interface Table {
  caption: string
  columns: Column[]
  /** As many cells in each as there are columns; the first one names the row. */
  rows: string[][]
}

export interface Column {
  title: string
  kind: 'words' | 'text' | 'numbers'
}

/** A column of names and short words, which keep to one line. */
export function words(title: string): Column {
  return { title, kind: 'words' }
}

/** A column of text, which takes as many lines as it needs. */
export function text(title: string): Column {
  return { title, kind: 'text' }
}

/** A column of numbers, which stand one below the other. */
export function numbers(title: string): Column {
  return { title, kind: 'numbers' }
}
