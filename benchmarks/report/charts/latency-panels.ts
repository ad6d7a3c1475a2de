import type { EChartsOption } from 'echarts'
import { formatDecimal } from '../sections/figures.ts'
import { NARROW, partTitle, SMALL_LABEL } from './chart-frame.ts'
import { LIGHT } from './palette.ts'

const PANEL = { height: 200, title: 26, axis: 30, gap: 16, labels: 52 }
/** How far above the scale it is to the middle of the place for what has no number, as a share of the scale. */
const BEYOND = 0.06

interface PanelRequest {
  /** One for each panel. */
  titles: string[]
  /** What stands at 0, 1, 2 … of each horizontal axis. */
  places: string[]
  /** The ticks of the vertical axis, lowest first; the axis ends with them. */
  ticks: number[]
  /** Whether there is a place above the scale, for what has no number. */
  beyond: boolean
  width: number
  /** Where the panels begin. */
  top: number
}

type Panels = Pick<EChartsOption, 'title' | 'grid' | 'xAxis' | 'yAxis'> & {
  height: number
  /** The middle of the place above the scale, if there is one. */
  beyondMs: number
}

/** Panels with the same logarithmic scale: side by side, or in two columns on a phone. */
export function layOutPanels({ titles, places, ticks, beyond, width, top }: PanelRequest): Panels {
  const columns = width < NARROW ? 2 : titles.length
  const panelWidth = (width - PANEL.labels - (columns - 1) * PANEL.gap) / columns
  const rowHeight = PANEL.title + PANEL.height + PANEL.axis
  const grids = titles.map((_title, index) => ({
    left: PANEL.labels + (index % columns) * (panelWidth + PANEL.gap),
    top: top + Math.floor(index / columns) * rowHeight + PANEL.title,
    width: panelWidth,
    height: PANEL.height,
    outerBoundsMode: 'none' as const,
  }))
  const [first = 1, last = 10] = [ticks[0], ticks.at(-1)]
  const beyondMs = last * (last / first) ** BEYOND
  return {
    beyondMs,
    height: top + Math.ceil(titles.length / columns) * rowHeight,
    title: grids.map(({ left, top: panelTop }, index) =>
      partTitle(titles[index] ?? '', left, panelTop - PANEL.title + 4),
    ),
    grid: grids,
    xAxis: grids.map((_grid, gridIndex) => ({
      type: 'value',
      gridIndex,
      min: -0.5,
      max: places.length - 0.5,
      axisLine: { onZero: false, lineStyle: { color: LIGHT.rule } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...SMALL_LABEL,
        customValues: places.map((_place, index) => index),
        formatter: (index: number) => places[Math.round(index)] ?? '',
      },
    })),
    yAxis: grids.map((_grid, gridIndex) => ({
      type: 'log',
      gridIndex,
      min: first,
      max: beyond ? last * (last / first) ** (2 * BEYOND) : last,
      axisLine: { show: false },
      axisTick: { show: false, customValues: ticks },
      splitLine: { lineStyle: { color: LIGHT.rule } },
      axisLabel: {
        ...SMALL_LABEL,
        show: gridIndex % columns === 0,
        customValues: ticks,
        formatter: (ms: number) => `${formatDecimal(ms)} ms`,
      },
    })),
  }
}
