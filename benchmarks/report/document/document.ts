import type { EChartsOption } from 'echarts'

/** The report before it is HTML or Markdown. Texts hold code between backticks and no other markup. */
export interface ReportDocument {
  title: string
  /** What was measured, in a line. */
  subtitle: string
  /** What makes part of it doubtful; mostly none. */
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
  /** Shown on demand. */
  | { kind: 'folded'; summary: string; blocks: Block[] }

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

/** A chart as data: how to draw it in any width, and the same numbers as a table. */
export interface Chart {
  /** The name of its files, without the ending, and of what it needs ids for. */
  name: string
  title: string
  /** What it shows and how to read it, for who sees it and who does not. */
  description: string
  draw(width: number): Drawing
  table: Table
}

export interface Drawing {
  width: number
  height: number
  option: EChartsOption
}
