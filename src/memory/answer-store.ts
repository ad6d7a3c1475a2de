import { LRUCache } from 'lru-cache'

/** An answer, and the version of the data that all its statements saw. */
export interface KeptAnswer<Answer> {
  answer: Answer
  version: string
}

export interface AnswerStore<Answer> {
  get(key: string): KeptAnswer<Answer> | undefined
  set(key: string, kept: KeptAnswer<Answer>): void
  delete(key: string): void
  readonly answers: number
  /** An upper estimate of what they take. */
  readonly bytes: number
}

interface AnswerStoreOptions<Answer> {
  /** What all answers may take together, with their keys. */
  maxBytes: number
  /** What an answer takes by itself, at most. */
  bytesOf(answer: Answer): number
}

/** Keeps the answers that were given last, up to a number of bytes. */
export function createAnswerStore<Answer>({
  maxBytes,
  bytesOf,
}: AnswerStoreOptions<Answer>): AnswerStore<Answer> {
  const kept = new LRUCache<string, KeptAnswer<Answer>>({
    maxSize: maxBytes,
    // A text takes up to two bytes for each character.
    sizeCalculation: ({ answer }, key) => bytesOf(answer) + 2 * key.length + BYTES_PER_ANSWER,
  })
  return {
    get: (key) => kept.get(key),
    set(key, answer) {
      kept.set(key, answer)
    },
    delete(key) {
      kept.delete(key)
    },
    get answers() {
      return kept.size
    },
    get bytes() {
      return kept.calculatedSize
    },
  }
}

/**
 * Objects, their places in the store, the version, and the garbage of what was removed, which waits for a collection
 * of the old generation: a full memory of small answers took three times what its texts and objects do.
 */
const BYTES_PER_ANSWER = 4000
