import { formatPercent } from '../document/text.ts'

/** A run that could only have seen more than this has seen nothing worth a number. */
const MAX_DETECTABLE = 1

/** The smallest change that a comparison would probably have found, as a share, for a table. */
export function formatDetectable(detectable: number): string {
  return detectable > MAX_DETECTABLE ? 'more than doubling' : `${formatPercent(detectable)} or more`
}

/** What a comparison without a verdict could have found, as what follows `It`. */
export function couldDetect(detectable: number): string {
  return detectable > MAX_DETECTABLE
    ? 'was too noisy to notice even a doubling'
    : `could have detected a change of ${formatPercent(detectable)} or more`
}
