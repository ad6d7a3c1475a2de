import type { EChartsOption } from 'echarts'

/** The report before it is HTML or Markdown. Texts may contain code between backticks and no other markup. */
export interface ReportDocument {
  title: string
  /** One line: what was measured. */
  subtitle: string
  /** Reasons not to rely on parts of the results; usually none. */
  warnings: string[]
  sections: Section[]
}

export interface Section {
  /** Letters and hyphens; unique. */
  id: string
  title: string
  blocks: Block[]
}

export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'terms'; terms: { term: string; text: string }[] }
  | { kind: 'code'; language: 'sql' | 'sh'; text: string }
  | { kind: 'table'; table: Table }
  | { kind: 'chart'; chart: Chart }
  /** Collapsed until the reader opens it. */
  | { kind: 'folded'; summary: string; blocks: Block[] }

export interface Table {
  caption: string
  columns: Column[]
  /** One cell per column; the first names the row. */
  rows: string[][]
}

export interface Column {
  title: string
  kind: 'name' | 'text' | 'number'
}

/** A column of names, which are not wrapped. */
export function nameColumn(title: string): Column {
  return { title, kind: 'name' }
}

/** A column of text, which is wrapped. */
export function textColumn(title: string): Column {
  return { title, kind: 'text' }
}

/** A column of right-aligned numbers. */
export function numberColumn(title: string): Column {
  return { title, kind: 'number' }
}

/** A chart, its drawing in any width, and its data as a table. */
export interface Chart {
  /** The name of its files without the extension, and the prefix of its ids. */
  name: string
  title: string
  /** What it shows and how to read it: its caption and its text alternative. */
  description: string
  draw(width: number): Drawing
  table: Table
}

export interface Drawing {
  width: number
  height: number
  option: EChartsOption
}
