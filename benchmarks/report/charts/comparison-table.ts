import type { Settings } from '../../result.ts'
import { code } from '../document/inline-text.ts'
import { numbers, type Table, words } from '../document/table.ts'
import { formatChange, formatChangeInterval, formatDecimal, formatPercent } from '../sections/figures.ts'
import { operationText } from '../sections/operation-text.ts'
import { isTold, TOO_FEW_ROUNDS, type ToldComparison } from '../sections/told-comparison.ts'
import type { ComparisonGroup } from './comparison-groups.ts'

/** The comparisons between two scenarios with all that their verdicts rest on. */
export function comparisonTable(
  { from, to, metric, comparisons }: ComparisonGroup,
  settings: Settings,
): Table {
  const confidence = formatDecimal(settings.confidence * 100)
  return {
    caption: `Change of latency from ${code(from)} to ${code(to)} (${metric})`,
    columns: [
      words('Operation'),
      numbers(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      words('Verdict'),
      numbers('Change'),
      numbers(`${confidence}\u00a0% interval, corrected for the number of comparisons`),
      numbers('p-value, corrected likewise'),
      numbers('Could have seen'),
    ],
    rows: comparisons.map((comparison) => [
      operationText(comparison.operation),
      formatDecimal(settings.ratePerSecond ?? comparison.users),
      ...(isTold(comparison)
        ? toldCells(comparison)
        : [`${comparison.verdict}: ${TOO_FEW_ROUNDS}`, '–', '–', '–', '–']),
    ]),
  }
}

function toldCells({ verdict, change, low, high, pValue, detectable }: ToldComparison): string[] {
  return [
    verdict,
    formatChange(change),
    formatChangeInterval(low, high),
    pValue < 0.001 ? '< 0.001' : pValue.toFixed(3),
    formatPercent(detectable),
  ]
}
