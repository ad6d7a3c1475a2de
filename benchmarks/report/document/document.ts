import type { Mark } from '../drawing/marks.ts'
import type { VerdictWord } from '../drawing/verdict-mark.ts'

/** The report before it is HTML or Markdown. Texts may contain code between backticks and no other markup. */
export interface ReportDocument {
  title: string
  /** One line: what was measured. */
  subtitle: string
  /** One line for pictures that are passed on without the report: where their numbers come from. */
  source: string
  /** Reasons not to rely on parts of the results; usually none. */
  warnings: string[]
  sections: Section[]
}

export interface Section {
  /** Letters and hyphens; unique. */
  id: string
  title: string
  /** What it says, in one line: it stands for the section, which is then collapsed. */
  gist?: string
  blocks: Block[]
}

export type Block =
  | { kind: 'paragraph'; text: string }
  /** Small print: how something was measured. */
  | { kind: 'note'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'verdicts'; items: VerdictItem[] }
  | { kind: 'terms'; terms: { term: string; text: string }[] }
  | { kind: 'code'; language: 'sql' | 'sh' | 'text'; text: string }
  | { kind: 'table'; table: Table }
  | { kind: 'chart'; chart: Chart }
  /** Collapsed until the reader opens it. */
  | { kind: 'folded'; summary: string; blocks: Block[] }

/** A sentence on what was found, and its verdict in one or two words. */
export interface VerdictItem {
  verdict: VerdictWord
  text: string
}

export interface Table {
  caption: string
  /** Whether a narrow page has the cells of a row below each other, its texts first, so that none is out of view. */
  isStacked?: boolean
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
  /** Why not to rely on all of it; written into the picture itself. Null where there is no reason. */
  caveat: string | null
  draw(width: number): Drawing
  table: Table
}

export interface Drawing {
  width: number
  height: number
  marks: Mark[]
}

/** The charts of a report in their order. */
export function chartsOf({ sections }: ReportDocument): Chart[] {
  return sections.flatMap(({ blocks }) => chartsIn(blocks))
}

function chartsIn(blocks: Block[]): Chart[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'folded') return chartsIn(block.blocks)
    return block.kind === 'chart' ? [block.chart] : []
  })
}
