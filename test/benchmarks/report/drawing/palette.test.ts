import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ColourRole, DARK, LIGHT, seriesStyle } from '../../../../benchmarks/report/drawing/palette.ts'

type Vector = [number, number, number]

/** Linear RGB as seen without one kind of cone: Machado, Oliveira and Fernandes, 2009, severity 1. */
const VISION: Record<string, [Vector, Vector, Vector]> = {
  trichromatic: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopic: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** The colours that are drawn beside each other: those of scenarios, and those that say what was found. */
const BESIDE: Record<string, ColourRole[]> = {
  scenarios: ['series1', 'series2', 'series3', 'series4', 'series5', 'series6'],
  verdicts: ['flagged', 'better', 'neutral'],
  'flagged statements and others': ['flagged', 'neutral'],
}
const MARKS = [...new Set(Object.values(BESIDE).flat())]
/** In Oklab, where about 0.02 is the smallest difference that is visible side by side. */
const MIN_DISTANCE = 0.1

for (const [background, colours] of Object.entries({ light: LIGHT, dark: DARK })) {
  describe(`the colours on a ${background} background`, () => {
    for (const [eye, matrix] of Object.entries(VISION)) {
      for (const [what, roles] of Object.entries(BESIDE)) {
        it(`distinguish ${what} for ${eye} vision`, () => {
          const seen = roles.map((role) => ({ role, colour: oklab(multiply(matrix, linear(colours[role]))) }))
          for (const [index, one] of seen.entries()) {
            for (const other of seen.slice(index + 1)) {
              const apart = distance(one.colour, other.colour)
              assert.ok(apart > MIN_DISTANCE, `${one.role} and ${other.role}: ${apart}`)
            }
          }
        })
      }
    }

    it('have the contrast that WCAG 2.2 requires for text (4.5) and for marks (3)', () => {
      for (const role of ['ink', 'muted'] as const) assert.ok(contrast(colours[role], colours.surface) >= 4.5)
      for (const role of MARKS) assert.ok(contrast(colours[role], colours.surface) >= 3, role)
    })
  })
}

describe('seriesStyle', () => {
  it('gives each of six scenarios a colour and a shape of its own', () => {
    const styles = Array.from({ length: 6 }, (_, index) => seriesStyle(index))
    assert.equal(new Set(styles.map(({ colour }) => colour)).size, 6)
    assert.equal(new Set(styles.map(({ shape }) => shape)).size, 6)
  })
})

function linear(hex: string): Vector {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function multiply(matrix: [Vector, Vector, Vector], [x, y, z]: Vector): Vector {
  const [first, second, third] = matrix.map(([a, b, c]) => Math.max(0, a * x + b * y + c * z))
  return [first ?? 0, second ?? 0, third ?? 0]
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(one: string, other: string): number {
  const luminance = ([red, green, blue]: Vector) => 0.2126 * red + 0.7152 * green + 0.0722 * blue
  const [darker = 0, lighter = 0] = [one, other]
    .map((hex) => luminance(linear(hex)))
    .toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Oklab (Ottosson, 2020): a colour space in which distances match perceived differences. */
function oklab([red, green, blue]: Vector): Vector {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

function distance(one: Vector, other: Vector): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}
