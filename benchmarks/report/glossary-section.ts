import type { BenchmarkResult } from '../result.ts'
import { formatMargins } from './comparisons/equivalence-margin.ts'
import type { Section } from './document/document.ts'
import { formatDecimal } from './document/text.ts'

/** The terms of the report and what they mean. */
export function glossarySection({ settings }: BenchmarkResult): Section {
  const confidence = `${formatDecimal(settings.confidence * 100)}\u00a0%`
  return {
    id: 'how-to-read',
    title: 'How to read the results',
    gist: 'What each term means.',
    blocks: [
      {
        kind: 'terms',
        terms: [
          {
            term: 'faster, slower',
            text: 'The time changed, and the change is statistically significant after adjustment for the number of comparisons (Holm). 17\u00a0% faster means that the time is 17\u00a0% shorter.',
          },
          {
            term: 'head to head',
            text: 'The servers of two scenarios run side by side. The same request goes to one of them and, once it has answered, at once to the other, in random order, so that whatever disturbs the machine disturbs both. Differences are taken within these pairs, in blocks with new processes. Service time is from request to answer, as one client sees it; its change is the median of each operation, averaged by how often they are sent, and so may differ from that of the two medians. CPU time of a server leaves out the threads in which V8 compiles and helps to collect garbage.',
          },
          {
            term: 'equivalent',
            text: `The change is within ${formatMargins(settings)} (two one-sided tests): if there is a difference, it is too small to matter. The adjusted interval is wider than these tests require and may extend beyond the margin.`,
          },
          {
            term: 'cannot tell',
            text: 'Inconclusive: none of the above. It does not mean that there is no difference. The run would probably have detected a change of the size given; there may be a smaller one. Where too few rounds have enough samples of both scenarios, the change is not estimated at all.',
          },
          {
            term: `${confidence} interval`,
            text: `If the run were repeated many times, about ${confidence} of such intervals would contain the true value. They are computed from the variation between whole rounds, so that an effect shared by all samples of a round does not look like precision.`,
          },
          {
            term: 'adjusted interval',
            text: 'The interval of a change, widened for the number of comparisons in the same way as its p-value (Holm). It excludes 0 exactly when the change is statistically significant.',
          },
          {
            term: 'needs 72 samples, has 40',
            text: 'There are too few samples to give this percentile an upper bound. No value is shown, because it would be a guess.',
          },
          {
            term: 'corrected and naive',
            text: 'The corrected latency starts when a request was due, the naive one when it was actually sent. Where the naive one is much lower, requests waited behind earlier ones, and the naive one hides that (coordinated omission).',
          },
          {
            term: 'generator lag',
            text: 'How late the load generator itself was. With too much lag, the latencies measure the generator as much as the server, and are marked as not valid.',
          },
          {
            term: 'finding',
            text: 'A statement that the analysis flags, with its evidence. `n-plus-one` is a loop: the same statement with different parameters, sent more often the more parents there are; a batch does not grow that way. `repeated` is the same statement with the same parameters. `count-pair` is a separate count with the same condition as a page.',
          },
        ],
      },
    ],
  }
}
