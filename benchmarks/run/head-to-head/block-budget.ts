import type { HeadToHeadSettings } from '../../result.ts'

type Budget = Pick<HeadToHeadSettings, 'secondsPerPair' | 'maxSecondsPerPair' | 'minBlocks' | 'wantedBlocks'>

/**
 * Whether a pair of scenarios gets another block. It is decided by times alone, never by what was measured: who stops as
 * soon as blocks agree stops where they agree by chance, and intervals would be too narrow.
 *
 * @param secondsLeft until the run has to go on with its next step: then even fewer than `minBlocks` have to do.
 */
export function hasTimeForBlock(
  { blocks, seconds, secondsLeft }: { blocks: number; seconds: number; secondsLeft: number },
  { secondsPerPair, maxSecondsPerPair, minBlocks, wantedBlocks }: Budget,
): boolean {
  if (blocks === 0) return true
  const nextSeconds = seconds / blocks
  if (nextSeconds > secondsLeft) return false
  if (blocks < minBlocks) return true
  return seconds + nextSeconds <= (blocks < wantedBlocks ? maxSecondsPerPair : secondsPerPair)
}
