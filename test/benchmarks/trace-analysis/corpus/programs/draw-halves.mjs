import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Draws half of the labelled scenarios, by a seed, as those that are looked at. */
const SEED = 20261128
const labels = Object.entries(JSON.parse(readFileSync('clinic-labels.json', 'utf8')))
let state = SEED
const random = () => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}
const drawn = new Set(
  labels
    .map((each) => [random(), each[0]])
    .sort(([a], [b]) => a - b)
    .slice(0, labels.length / 2)
    .map(([, name]) => name),
)
for (const [half, isIn] of [
  ['third', (n) => drawn.has(n)],
  ['fourth', (n) => !drawn.has(n)],
]) {
  mkdirSync(half, { recursive: true })
  const lines = labels
    .filter(([name]) => isIn(name))
    .map(([name, found]) => `  "${name}": ${JSON.stringify(found).replaceAll(',', ', ')}`)
  writeFileSync(`${half}/labels.json`, `{\n${lines.join(',\n')}\n}\n`)
}
