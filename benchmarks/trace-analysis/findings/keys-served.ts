import { type Execution, valueText } from '../requests/parsed-request.ts'
import type { ValueSlot } from '../sql/parsed-statement.ts'

/**
 * How many keys each of these statements queries; null where the trace does not show it. All have one pattern and
 * belong to one request.
 *
 * The batch function that sent them records it. Without one, the values that differ between the statements decide:
 * a single value is one key, a list as many as it holds. A list that is
 * the same in all of them may still hold the keys, unless it is written out beside parameters that are bound: then
 * it is a condition. Where only limits, offsets or bounds differ, each statement reads a stretch of unknown length.
 */
export function keysServed(executions: Execution[]): (number | null)[] {
  const batchSizes = executions.map(({ statement }) => statement.batchSize)
  if (batchSizes.every((size) => size !== null)) return batchSizes
  const slots = executions[0]?.parsed.slots ?? []
  const bindsSome = slots.some(isBound)
  const places = slots.map((slot, index) => ({ slot, index, differs: differs(executions, index) }))
  const lists = places.filter(
    ({ slot, index, differs }) =>
      isList(slot) && (differs || ((isBound(slot) || !bindsSome) && isLong(executions, index))),
  )
  if (lists.length > 0) {
    return executions.map((execution) => largest(lists.map(({ index }) => listLength(execution, index))))
  }
  const single = places.some(({ slot, differs }) => slot.form === 'one' && differs)
  return executions.map(() => (single ? 1 : null))
}

function isList({ form }: ValueSlot): boolean {
  return form !== 'one' && form !== 'window'
}

function isBound({ values }: ValueSlot): boolean {
  return values.some((value) => 'parameter' in value)
}

function isLong(executions: Execution[], index: number): boolean {
  return executions.some((execution) => listLength(execution, index) !== 1)
}

/** Whether the values in this place differ, or may differ, since they were bound and are not traced. */
function differs(executions: Execution[], index: number): boolean {
  const texts = executions.map((execution) => slotText(execution, index))
  return texts.includes(undefined) || new Set(texts).size > 1
}

function slotText({ parsed, statement }: Execution, index: number): string | undefined {
  const texts = parsed.slots[index]?.values.map((value) => valueText(value, statement)) ?? []
  return texts.includes(undefined) ? undefined : JSON.stringify(texts)
}

function listLength(execution: Execution, index: number): number | null {
  const slot = execution.parsed.slots[index]
  if (slot === undefined) return null
  return slot.size === 'length' ? arrayLength(slot, execution) : slot.size
}

/** An array is bound as a list, or as text such as `{1,2}` or `[1,2]`. */
function arrayLength({ values }: ValueSlot, { statement }: Execution): number | null {
  const [text] = values.map((value) => valueText(value, statement))
  if (text?.startsWith('{') && text.endsWith('}')) {
    return text.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,"{}]+/g)?.length ?? 0
  }
  return text?.startsWith('[') ? jsonLength(text) : null
}

function jsonLength(text: string): number | null {
  try {
    const items: unknown = JSON.parse(text)
    return Array.isArray(items) ? items.length : null
  } catch {
    return null
  }
}

function largest(lengths: (number | null)[]): number | null {
  return lengths.reduce((max, length) => (max === null || length === null ? null : Math.max(max, length)), 0)
}
