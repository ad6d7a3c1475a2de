import type { EChartsOption } from 'echarts'
import type { Table } from '../document/table.ts'

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
