/**
 * The colours of the report by role, on a light background and on a dark one. Neighbouring roles differ in
 * lightness as well as hue, so that they are distinguishable with any kind of colour blindness. Nothing is shown
 * by colour alone: a shape or a word says it too.
 */
export const LIGHT = {
  surface: '#ffffff',
  ink: '#1f2328',
  muted: '#59636e',
  rule: '#d8dee4',
  neutral: '#8a94a0',
  flagged: '#be185d',
  better: '#0f7a62',
  series1: '#b3400a',
  series2: '#b08a02',
  series3: '#0b62ad',
  series4: '#27a384',
  series5: '#7c4d9e',
  series6: '#4a4f57',
} as const

export type ColourRole = keyof typeof LIGHT

export const DARK: Record<ColourRole, string> = {
  surface: '#14181d',
  ink: '#e6eaee',
  muted: '#9da7b2',
  rule: '#333b45',
  neutral: '#78838f',
  flagged: '#ff6fa5',
  better: '#4cc7a5',
  series1: '#ef7038',
  series2: '#d8bf4c',
  series3: '#4b93ea',
  series4: '#5fdcb8',
  series5: '#c39bf0',
  series6: '#c8cdd3',
}

const SERIES = [
  { color: LIGHT.series1, symbol: 'circle' },
  { color: LIGHT.series2, symbol: 'rect' },
  { color: LIGHT.series3, symbol: 'triangle' },
  { color: LIGHT.series4, symbol: 'diamond' },
  { color: LIGHT.series5, symbol: 'roundRect' },
  { color: LIGHT.series6, symbol: 'pin' },
] as const

/** The colour and symbol of a scenario by its index in the result; they repeat after six. */
export function seriesStyle(index: number): (typeof SERIES)[number] {
  return SERIES[index % SERIES.length] ?? SERIES[0]
}

const ROLES = new Map(Object.entries(LIGHT).map(([role, colour]) => [colour as string, role]))

/** Replaces the light colours with custom properties, so that the style of the page decides. */
export function withThemeColours(svg: string): string {
  return svg.replace(/(fill|stroke)="(#[0-9a-f]{6})"/g, (whole, attribute: string, colour: string) => {
    const role = ROLES.get(colour)
    return role === undefined ? whole : `${attribute}="var(--${role})"`
  })
}

/** The colours of one background as declarations of CSS custom properties. */
export function customProperties(colours: Record<ColourRole, string>): string {
  return Object.entries(colours)
    .map(([role, colour]) => `--${role}: ${colour};`)
    .join(' ')
}
