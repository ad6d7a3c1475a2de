/**
 * How many independent samples it takes to bound a percentile from both sides with this confidence, whatever the
 * distribution: 6 for p50, 36 for p90, 72 for p95, 368 for p99 at 0.95.
 *
 * The largest of n samples is above the percentile p unless all n fell below it, which happens with probability
 * p ** n; the smallest likewise with 1 - p. Each may fail in half of what the confidence leaves. The bound is that
 * of the order statistics (Wilks, "Determination of Sample Sizes for Setting Tolerance Limits", 1941).
 *
 * @param p the percentile as a share, more than 0 and less than 1.
 */
export function samplesNeeded(p: number, confidence: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`expected a percentile between 0 and 1, got ${p}`)
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`expected a confidence between 0 and 1, got ${confidence}`)
  }
  return Math.ceil(Math.log((1 - confidence) / 2) / Math.log(Math.max(p, 1 - p)))
}
