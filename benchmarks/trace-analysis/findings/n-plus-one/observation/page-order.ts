import { type Execution, textOfValue, valueText } from '../../../requests/parsed-request.ts'
import { lastBefore, type Surroundings } from './surroundings.ts'

/**
 * How statements that differ in limits, offsets and bounds read a list: each `follows` the one before, by the offset or
 * by a value of its last row; or their offsets and bounds are at least `ordered`; or they have some, `unknown` ones.
 */
export type PageOrder = 'follows' | 'ordered' | 'unknown' | 'none'

export function pageOrder(executions: Execution[]): PageOrder {
  const [first] = executions
  if (first === undefined || first.parsed.pages.length === 0) return 'none'
  const moving = first.parsed.slots
    .filter(({ form }) => form === 'window')
    .flatMap(({ positions, columns }) =>
      positions.map((position, index) => ({ position, isOffset: columns[index] === null })),
    )
    .filter(({ position }) => position !== first.parsed.limitPosition)
  const orders = moving.map(({ position, isOffset }): PageOrder => {
    const values = executions.map((execution) => valueText(execution, position))
    if (values.every((value) => value === undefined)) return 'unknown'
    if (!isOrdered(values)) return 'none'
    const follows = isOffset ? skipsPages(values, executions) : beginsAfterRows(values, executions)
    return follows ? 'follows' : 'ordered'
  })
  return (['follows', 'ordered', 'unknown'] as const).find((order) => orders.includes(order)) ?? 'none'
}

/** Whether a page of the same list, which needs no offset or bound, was read right before. */
export function followsFirstPage([first]: Execution[], surroundings: Surroundings): boolean {
  const before = first && lastBefore(first.position, surroundings)
  const from = before?.parsed.pages[0]?.from
  return from !== undefined && from === first?.parsed.pages[0]?.from
}

type Texts = (string | undefined)[]

/** Whether each is larger than the one before, or each smaller. */
function isOrdered(values: Texts): boolean {
  const steps = values.slice(1).map((value, index) => compare(value, values[index]))
  return steps.every((step) => step > 0) || steps.every((step) => step < 0)
}

function compare(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? (a < b ? -1 : a > b ? 1 : 0) : difference
}

/** Whether the offsets grow by the same number, which is the limit where that is known. */
function skipsPages(values: Texts, executions: Execution[]): boolean {
  const [first] = executions
  const offsets = values.map(Number)
  const step = (offsets[1] ?? 0) - (offsets[0] ?? 0)
  const position = first?.parsed.limitPosition ?? null
  const limit = first && position !== null ? valueText(first, position) : undefined
  const isLimit = limit === undefined || Number(limit) === step
  return isLimit && offsets.slice(1).every((offset, index) => offset - (offsets[index] ?? 0) === step)
}

/** Whether each bound is a value of the last row that the statement before returned. */
function beginsAfterRows(values: Texts, executions: Execution[]): boolean {
  return executions.slice(0, -1).every(({ statement }, index) => {
    const last = statement.rows?.[(statement.rowCount ?? 0) - 1]
    const next = values[index + 1]
    return last !== undefined && next !== undefined && Object.values(last).map(textOfValue).includes(next)
  })
}
