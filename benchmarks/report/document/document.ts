import type { Chart } from '../charts/chart.ts'
import type { Table } from './table.ts'

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
