export interface Random {
  /** From `low` to `high`, inclusive. */
  integer(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** `count` different items, or all if there are fewer. */
  sample<Item>(items: readonly Item[], count: number): Item[]
}

const GOLDEN_RATIO = 0x9e3779b9

/**
 * Random choices that depend only on the seed (SplitMix32, after Steele, Lea and Flood, 2014). The seed is mixed first;
 * otherwise the stream of the next seed would be this one, shifted by one.
 */
export function createRandom(seed: number): Random {
  let state = mix(seed)
  const next = () => {
    state = (state + GOLDEN_RATIO) | 0
    return (mix(state) >>> 0) / 2 ** 32
  }
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[integer(0, items.length - 1)]
    if (item === undefined) throw new RangeError('expected at least one item to pick from, got none')
    return item
  }
  return {
    integer,
    chance: (probability) => next() < probability,
    pick,
    sample(items, count) {
      const chosen = new Set<(typeof items)[number]>()
      while (chosen.size < Math.min(count, items.length)) chosen.add(pick(items))
      return [...chosen]
    },
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}
