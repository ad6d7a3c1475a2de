import type { Comparison, Settings } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { countOf, formatPercent } from './figures.ts'
import { isTold } from './told-comparison.ts'

/** What a run of one scenario against itself (A/A) should find, and what it found. */
export function selfSentence(scenario: string, comparisons: Comparison[], { confidence }: Settings): string {
  const told = comparisons.filter(isTold)
  const found = told.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower')
  const expected = `Against itself, ${code(scenario)}: no difference should be found`
  if (told.length === 0) return `${expected}, and too few rounds have enough samples to look for one.`
  if (found.length === 0) return `${expected}, and none is in ${countOf(told.length, 'comparison')}.`
  return `${expected}, but one is in ${found.length} of ${countOf(told.length, 'comparison')}. At most ${formatPercent(1 - confidence)} of such runs find any by chance.`
}

/** What both sides of such a run are: `optimised` for `optimised (a)`. */
export function nameWithoutSide(name: string): string {
  return name.replace(/ \(\w+\)$/, '')
}
