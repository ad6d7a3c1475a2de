import type { LoadOperation } from './load/load-job.ts'
import { drawUniform } from './load/plan-load.ts'

/** A request of a round. */
export interface TrafficRequest {
  operation: string
  body: string
}

/**
 * The requests of one round of the traffic: each operation as often as its weight says, with its bodies in turn, in random
 * order. All rounds are alike, where requests that are drawn one by one would make one of them costlier than another.
 */
export function planTrafficRound(
  { operations, seed }: { operations: readonly LoadOperation[]; seed: number },
  round: number,
): TrafficRequest[] {
  const unit = commonDivisor(operations.map(({ weight }) => weight))
  const requests = operations.flatMap(({ name, weight, bodies }) => {
    const times = weight / unit
    return Array.from({ length: times }, (_, time): TrafficRequest => {
      const body = bodies[(round * times + time) % bodies.length]
      if (body === undefined) throw new RangeError(`expected at least one body of ${name}, got none`)
      return { operation: name, body }
    })
  })
  return requests
    .map((request, index) => ({ request, place: drawUniform(seed, 'round', round, index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ request }) => request)
}

/** The largest number that divides all of them, by Euclid. They are whole numbers, so that a round has whole requests. */
function commonDivisor(numbers: readonly number[]): number {
  const fractional = numbers.find((number) => !Number.isInteger(number))
  if (fractional !== undefined) throw new RangeError(`expected whole numbers as weights, got ${fractional}`)
  return numbers.reduce((divisor, number) => {
    let [larger, smaller] = [divisor, number]
    while (smaller > 0) [larger, smaller] = [smaller, larger % smaller]
    return larger
  }, 0)
}
