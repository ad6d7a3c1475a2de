import fc from 'fast-check'
import type { BenchmarkResult } from '../../../benchmarks/result.ts'
import { sampleResult } from './sample-result.ts'

/** Strings of the characters that mean something in HTML or Markdown. */
export const arbitraryMarkup = fc.string({ unit: fc.constantFrom(...'ab<>&"\'`|\\*_[]()#!~ \n') })

const HOSTILE = `<script>alert("1")</script>' onload='x' & \`</code>\` | ](http://evil.test) ]]>`
const FIXED_FIELDS = [
  ...['kind', 'metric', 'verdict', 'startedAt'],
  ...['subkind', 'degree', 'measure', 'measuredBy', 'figure'],
]

/** The sample result with markup in every free text; equal texts stay equal. */
export function hostileResult(): BenchmarkResult {
  return JSON.parse(
    JSON.stringify(sampleResult(), (field, value) =>
      typeof value === 'string' && !FIXED_FIELDS.includes(field) ? `${value}${HOSTILE}` : value,
    ),
  )
}
