import type { Settings } from '../../result.ts'
import { nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatChange, formatChangeInterval, formatCount, formatDecimal } from '../document/text.ts'
import { formatDetectable } from './detectable.ts'
import { isEstimated, TOO_FEW_ROUNDS } from './estimated.ts'
import type { ForestGroup } from './forest-rows.ts'
import { verdictWord } from './leading-difference.ts'

/** All comparisons, with the figures behind each verdict. */
export function forestTable(groups: ForestGroup[], { confidence }: Settings): Table {
  return {
    caption: `Change from scenario to scenario; the ${formatDecimal(confidence * 100)}\u00a0% intervals and p-values are adjusted for multiple comparisons`,
    columns: [
      nameColumn('From'),
      nameColumn('To'),
      nameColumn('Measured'),
      nameColumn('Verdict'),
      ...['Change', 'Interval', 'p-value', 'Detectable change', 'Rounds'].map(numberColumn),
    ],
    rows: groups.flatMap(({ from, to, rows }) =>
      rows.map((row) => {
        const { name, judgement, rounds } = row
        return [
          code(from),
          code(to),
          name,
          ...(isEstimated(judgement)
            ? [
                verdictWord(judgement, row),
                formatChange(judgement.change),
                formatChangeInterval(judgement.low, judgement.high),
                judgement.pValue < 0.001 ? '< 0.001' : judgement.pValue.toFixed(3),
                formatDetectable(judgement.detectable),
              ]
            : [`${judgement.verdict}: ${TOO_FEW_ROUNDS}`, '–', '–', '–', '–']),
          formatCount(rounds),
        ]
      }),
    ),
  }
}
