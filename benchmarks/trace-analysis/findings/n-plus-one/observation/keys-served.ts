import { boundValue, type Execution, textOfValue, valueText } from '../../../requests/parsed-request.ts'
import type { ValueSlot } from '../../../sql/parsed-statement.ts'

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
  const bindsSome = slots.some((_, index) => isBound(executions, index))
  const places = slots.map((slot, index) => ({ slot, index, differs: differs(executions, index) }))
  const lists = places.filter(
    ({ slot, index, differs }) =>
      isList(slot) && (differs || ((isBound(executions, index) || !bindsSome) && isLong(executions, index))),
  )
  if (lists.length > 0) {
    return executions.map((execution) => largest(lists.map(({ index }) => listLength(execution, index))))
  }
  const single = places.some(({ slot, differs }) => slot.form === 'one' && differs)
  return executions.map(() => (single ? 1 : null))
}

/** The places whose values differ between the statements, as pairs of a slot and a value in it. */
export function differingPlaces(executions: Execution[]): { slot: number; value: number }[] {
  const slots = executions[0]?.parsed.slots ?? []
  return slots.flatMap(({ form, size, positions }, slot) => {
    if (form === 'window' || (form !== 'one' && size !== 1 && size !== 'length')) return []
    return positions.flatMap((_, value) => {
      const first = textAt(executions[0], slot, value)
      return executions.some((execution) => textAt(execution, slot, value) !== first) ? { slot, value } : []
    })
  })
}

/** The text of one value of a slot; of an array, the texts of what it holds. */
export function textsAt(execution: Execution, slot: number, value: number): string[] {
  const place = execution.parsed.slots[slot]
  const position = place?.positions[value]
  if (place === undefined || position === undefined) return []
  const bound = boundValue(execution, position)
  if (Array.isArray(bound)) return bound.map(textOfValue)
  const text = valueText(execution, position)
  return text === undefined ? [] : place.form === 'array' ? (arrayItems(text) ?? [text]) : [text]
}

function textAt(execution: Execution | undefined, slot: number, value: number): string | undefined {
  const position = execution?.parsed.slots[slot]?.positions[value]
  return execution === undefined || position === undefined ? undefined : valueText(execution, position)
}

function isList({ form }: ValueSlot): boolean {
  return form !== 'one' && form !== 'window'
}

function isBound([execution]: Execution[], index: number): boolean {
  const positions = execution?.parsed.slots[index]?.positions ?? []
  return positions.some((position) => 'parameter' in (execution?.parsed.values[position] ?? {}))
}

function isLong(executions: Execution[], index: number): boolean {
  return executions.some((execution) => listLength(execution, index) !== 1)
}

/** Whether the values in this place differ, or may differ, since they were bound and are not traced. */
function differs(executions: Execution[], index: number): boolean {
  const first = executions[0] && slotText(executions[0], index)
  return first === undefined || executions.some((execution) => slotText(execution, index) !== first)
}

function slotText(execution: Execution, index: number): string | undefined {
  const positions = execution.parsed.slots[index]?.positions ?? []
  const texts = positions.map((position) => valueText(execution, position))
  return texts.includes(undefined) ? undefined : JSON.stringify(texts)
}

function listLength(execution: Execution, index: number): number | null {
  const slot = execution.parsed.slots[index]
  if (slot === undefined) return null
  if (slot.size !== 'length') return slot.size
  const [position = -1] = slot.positions
  const text = valueText(execution, position)
  return text === undefined ? null : (arrayItems(text)?.length ?? null)
}

/** What an array holds, written as `{1,2}` or `[1,2]`; undefined where the text is none. */
function arrayItems(text: string): string[] | undefined {
  if (text.startsWith('{') && text.endsWith('}')) {
    return text.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,"{}]+/g) ?? []
  }
  return text.startsWith('[') ? jsonItems(text) : undefined
}

function jsonItems(text: string): string[] | undefined {
  try {
    const items: unknown = JSON.parse(text)
    return Array.isArray(items) ? items.map(textOfValue) : undefined
  } catch {
    return undefined
  }
}

function largest(lengths: (number | null)[]): number | null {
  return lengths.reduce((max, length) => (max === null || length === null ? null : Math.max(max, length)), 0)
}
