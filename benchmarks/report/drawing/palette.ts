/**
 * The colours of the report by role, on a light background and on a dark one. Those that are drawn side by side
 * differ enough to be distinguished with any kind of colour blindness. Nothing is shown by colour alone: a shape, a
 * hatch or a word says it too.
 */
export const LIGHT = {
  surface: '#ffffff',
  ink: '#1f2328',
  muted: '#59636e',
  rule: '#d8dee4',
  neutral: '#8a94a0',
  flagged: '#a3123f',
  better: '#0b62ad',
  series1: '#803201',
  series2: '#ca7300',
  series3: '#2c4abf',
  series4: '#11a4b4',
  series5: '#261161',
  series6: '#0b0b0f',
} as const

export type ColourRole = keyof typeof LIGHT

export const DARK: Record<ColourRole, string> = {
  surface: '#14181d',
  ink: '#e6eaee',
  muted: '#9da7b2',
  rule: '#333b45',
  neutral: '#6b7480',
  flagged: '#ff8a70',
  better: '#9fd4ff',
  series1: '#d24a12',
  series2: '#f2b23a',
  series3: '#4a73ad',
  series4: '#5fd3cf',
  series5: '#b08cff',
  series6: '#f4f6f8',
}

const ROLES = Object.keys(LIGHT) as ColourRole[]

/** The form of a point. */
export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'bar'

const SERIES: readonly { colour: ColourRole; shape: Shape }[] = [
  { colour: 'series1', shape: 'circle' },
  { colour: 'series2', shape: 'square' },
  { colour: 'series3', shape: 'triangle' },
  { colour: 'series4', shape: 'diamond' },
  { colour: 'series5', shape: 'cross' },
  { colour: 'series6', shape: 'bar' },
]

/** The colour and shape of a scenario by its index in the result; they repeat after six. */
export function seriesStyle(index: number): { colour: ColourRole; shape: Shape } {
  return SERIES[index % SERIES.length] ?? { colour: 'series1', shape: 'circle' }
}

/** The colours of one background as declarations of CSS custom properties. */
export function customProperties(colours: Record<ColourRole, string>): string {
  return ROLES.map((role) => `--${role}: ${colours[role]};`).join(' ')
}

/** Rules that paint the marks of a drawing, by their classes, in the colours that `colourOf` gives. */
export function paintRules(colourOf: (role: ColourRole) => string): string {
  return ROLES.map(
    (role) => `.f-${role} { fill: ${colourOf(role)}; } .s-${role} { stroke: ${colourOf(role)}; }`,
  ).join('\n')
}
