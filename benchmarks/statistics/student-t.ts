/**
 * The probability that Student's t with these degrees of freedom is at least this far from 0, on either side.
 *
 * The finite sums for integer degrees of freedom (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964,
 * 26.7.3 and 26.7.4). The error is about 1e-15: a smaller probability cannot be distinguished from 0.
 */
export function studentTwoSidedP(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degreesOfFreedom))
  return Math.max(0, 1 - shareWithin(angle, degreesOfFreedom))
}

/** The probability that Student's t is greater than this. */
export function studentUpperP(t: number, degreesOfFreedom: number): number {
  const tail = studentTwoSidedP(t, degreesOfFreedom) / 2
  return t >= 0 ? tail : 1 - tail
}

/** The distance from 0 that Student's t exceeds on either side with this probability: 2.571 for 0.05 and 5 degrees. */
export function studentCritical(twoSidedP: number, degreesOfFreedom: number): number {
  let low = 0
  let high = Math.PI / 2
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (1 - shareWithin(middle, degreesOfFreedom) > twoSidedP) low = middle
    else high = middle
  }
  return Math.tan(low) * Math.sqrt(degreesOfFreedom)
}

/** The probability that |t| is less than √(degrees of freedom) · tan(angle). */
function shareWithin(angle: number, degreesOfFreedom: number): number {
  const cosine = Math.cos(angle)
  const odd = degreesOfFreedom % 2 === 1
  let term = odd ? cosine : 1
  let sum = degreesOfFreedom === 1 ? 0 : term
  for (let step = odd ? 3 : 2; step < degreesOfFreedom; step += 2) {
    term *= (cosine * cosine * (step - 1)) / step
    sum += term
  }
  const part = Math.sin(angle) * sum
  return odd ? (2 / Math.PI) * (angle + part) : part
}
