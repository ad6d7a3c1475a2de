import { hash } from 'node:crypto'

const DRAW_BYTES = 6

/**
 * A number of [0, 1) for this place of a random sequence: always the same for the same place, and independent of
 * all others. It is the head of a SHA-256, so that a place can be drawn without those before it.
 */
export function drawUniform(...place: (string | number)[]): number {
  return hash('sha256', JSON.stringify(place), 'buffer').readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES)
}
