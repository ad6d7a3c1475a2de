/** The rounds, or the blocks of a head to head, that a verdict takes. */
export { MIN_ROUNDS } from '../statistics/judge.ts'
