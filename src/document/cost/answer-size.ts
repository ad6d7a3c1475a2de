import { add, multiply } from './saturating.ts'

/** The size of a part of the answer: its leaf values, and the bytes of the keys and brackets around them. */
export interface AnswerSize {
  values: number
  bytes: number
}

export const NOTHING: AnswerSize = { values: 0, bytes: 0 }

/** Of an object or a list. */
export const BRACKETS = 2

/** Of `"key":` and the comma after its value. */
export function bytesOfKey(key: string): number {
  return key.length + 4
}

/** Of two parts together. */
export function plus(a: AnswerSize, b: AnswerSize): AnswerSize {
  return { values: add(a.values, b.values), bytes: add(a.bytes, b.bytes) }
}

/** Of so many parts alike. */
export function times(size: AnswerSize, count: number): AnswerSize {
  return { values: multiply(size.values, count), bytes: multiply(size.bytes, count) }
}

/** The maximum of each count: what one of two parts takes at most. */
export function larger(a: AnswerSize, b: AnswerSize): AnswerSize {
  return { values: Math.max(a.values, b.values), bytes: Math.max(a.bytes, b.bytes) }
}
