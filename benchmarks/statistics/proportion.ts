/** A share of trials with its confidence interval. */
export interface Proportion {
  successes: number
  trials: number
  share: number
  low: number
  high: number
}

/**
 * The interval of Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial"
 * (1934): it has at least the given confidence for any true share and any number of trials, also for a few.
 *
 * @throws RangeError where there are no trials, or more successes than trials.
 */
export function estimateProportion(
  successes: number,
  trials: number,
  { confidence }: { confidence: number },
): Proportion {
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`expected 0 to ${trials} successes of at least 1 trial, got ${successes}`)
  }
  const alpha = (1 - confidence) / 2
  return {
    ...{ successes, trials, share: successes / trials },
    low: successes === 0 ? 0 : solve((share) => 1 - atMost(successes - 1, trials, share) < alpha),
    high: successes === trials ? 1 : solve((share) => atMost(successes, trials, share) > alpha),
  }
}

/** The probability of at most so many successes, in logarithms so that many trials do not underflow. */
function atMost(successes: number, trials: number, share: number): number {
  let logTerm = trials * Math.log1p(-share)
  let sum = Math.exp(logTerm)
  for (let count = 1; count <= successes; count++) {
    logTerm += Math.log((trials - count + 1) / count) + Math.log(share) - Math.log1p(-share)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}

/** The share up to which a condition is true, by bisection. */
function solve(isBelow: (share: number) => boolean): number {
  let low = 0
  let high = 1
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return low
}
