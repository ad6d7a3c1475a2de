const STEPS = [1, 2, 5]

/** The round numbers (1, 2, 5 times a power of ten) around and between these positive values, ascending. */
export function logarithmicTicks(values: number[]): number[] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [1, 10]
  const least = Math.min(...positive)
  const most = Math.max(...positive)
  const ticks = roundNumbers(Math.floor(Math.log10(least)), Math.ceil(Math.log10(most)))
  const first = ticks.findLastIndex((tick) => tick <= least)
  const last = ticks.findIndex((tick) => tick > most)
  return ticks.slice(Math.max(0, first), last + 1)
}

/** The least round number that goes at most so many times into a range from 0. */
export function tickInterval(most: number, ticks: number): number {
  const least = most / ticks
  if (!(least > 0)) return 1
  const power = Math.floor(Math.log10(least))
  return roundNumbers(power, power + 1).find((step) => step >= least) ?? least
}

function roundNumbers(lowestPower: number, highestPower: number): number[] {
  const numbers: number[] = []
  for (let power = lowestPower; power <= highestPower; power++) {
    for (const step of STEPS) numbers.push(Number(`${step}e${power}`))
  }
  return numbers
}
